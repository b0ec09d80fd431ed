#include "core/windows/socket_address.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/text.h"

namespace rdpmend::windows {

std::string addressText(const SOCKADDR_INET& address)
{
    std::array<std::uint8_t, 16> bytes{};
    switch (address.si_family) {
    case AF_INET:
        std::memcpy(bytes.data(), &address.Ipv4.sin_addr, 4);
        return rdpmend::addressText(std::span(bytes).first(4));
    case AF_INET6: std::memcpy(bytes.data(), &address.Ipv6.sin6_addr, 16); return rdpmend::addressText(bytes);
    default: return {};
    }
}

std::string addressText(const SOCKET_ADDRESS& address)
{
    SOCKADDR_INET whole{};
    const auto size = static_cast<std::size_t>(address.iSockaddrLength);
    if (!address.lpSockaddr || address.iSockaddrLength <= 0 || size > sizeof whole) return {};
    std::memcpy(&whole, address.lpSockaddr, size);
    return addressText(whole);
}

}    // namespace rdpmend::windows

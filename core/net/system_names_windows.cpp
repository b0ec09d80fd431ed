// The DNS servers and suffixes of the adapters that are up (GetAdaptersAddresses).
#ifdef _WIN32

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <winsock2.h>

#include <ws2tcpip.h>

#include <iphlpapi.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/net/system_names.h"

namespace rdpmend {
namespace {

constexpr std::size_t mostServers = 3;
constexpr std::size_t mostDomains = 6;

// An import would be looked for beside the program before System32.
decltype(&GetAdaptersAddresses) findCall()
{
    const HMODULE library = LoadLibraryExW(L"iphlpapi.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (!library) return nullptr;
    const auto call = GetProcAddress(library, "GetAdaptersAddresses");
    return reinterpret_cast<decltype(&GetAdaptersAddresses)>(reinterpret_cast<void*>(call));
}

// The adapters are a list inside the bytes; empty when they cannot be read.
Bytes readAdapters()
{
    const auto call = findCall();
    if (!call) return {};
    constexpr ULONG flags = GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST;
    ULONG size = 32 * 1024;
    for (int tries = 0; tries < 4; ++tries) {    // adapters may come while they are listed
        Bytes bytes(size);
        const auto status =
            call(AF_UNSPEC, flags, nullptr, reinterpret_cast<IP_ADAPTER_ADDRESSES*>(bytes.data()), &size);
        if (status == ERROR_SUCCESS) return bytes;
        if (status != ERROR_BUFFER_OVERFLOW) break;
    }
    return {};
}

// Windows lists fec0:0:0:ffff::1 to ::3 for an adapter that was given no server; nobody answers there (RFC 3879).
bool isPlaceholder(const std::array<std::uint8_t, 16>& address)
{
    constexpr std::array<std::uint8_t, 8> siteLocal{0xFE, 0xC0, 0, 0, 0, 0, 0xFF, 0xFF};
    return std::memcmp(address.data(), siteLocal.data(), siteLocal.size()) == 0;
}

std::optional<Address> addressOf(const SOCKET_ADDRESS& from)
{
    if (!from.lpSockaddr) return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    if (from.lpSockaddr->sa_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(from.lpSockaddr);
        std::memcpy(bytes.data(), &v4->sin_addr, 4);
        return Address{.text = addressText(ByteView(bytes).first(4)), .family = Family::V4};
    }
    if (from.lpSockaddr->sa_family != AF_INET6) return std::nullopt;
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(from.lpSockaddr);
    std::memcpy(bytes.data(), &v6->sin6_addr, 16);
    if (isPlaceholder(bytes)) return std::nullopt;
    const bool linkLocal = bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80;
    const auto zone = linkLocal ? '%' + std::to_string(v6->sin6_scope_id) : std::string();
    return Address{.text = addressText(bytes) + zone, .family = Family::V6};
}

template <class T>
void addOnce(std::vector<T>& list, std::size_t most, const T& one)
{
    if (list.size() < most && std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

}    // namespace

std::FILE* openHostsFile()
{
    std::array<wchar_t, MAX_PATH> folder{};    // never what the environment says
    const UINT length = GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
    if (length == 0 || length >= folder.size()) return nullptr;
    return _wfopen((folder.data() + std::wstring(L"\\drivers\\etc\\hosts")).c_str(), L"rb");
}

NameServers configuredNameServers()
{
    NameServers out;
    const auto bytes = readAdapters();
    if (bytes.empty()) return out;
    for (const auto* adapter = reinterpret_cast<const IP_ADAPTER_ADDRESSES*>(bytes.data()); adapter;
         adapter = adapter->Next) {
        if (adapter->OperStatus != IfOperStatusUp) continue;
        for (const auto* server = adapter->FirstDnsServerAddress; server; server = server->Next)
            if (const auto address = addressOf(server->Address))
                addOnce(out.servers, mostServers, NameServer{.address = *address});
        if (adapter->DnsSuffix && *adapter->DnsSuffix) {
            const auto* suffix = reinterpret_cast<const std::uint8_t*>(adapter->DnsSuffix);
            addOnce(out.search, mostDomains, fromUtf16le({suffix, std::wcslen(adapter->DnsSuffix) * sizeof(wchar_t)}));
        }
    }
    return out;
}

}    // namespace rdpmend

#endif

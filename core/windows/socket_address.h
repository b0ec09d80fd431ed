// Addresses as Winsock and the IP helper hand them out, as text.
#pragma once

#include <string>

#include <winsock2.h>
#include <ws2ipdef.h>

namespace rdpmend::windows {

// "192.0.2.7", "2001:db8::7"; without the zone of a link-local address. Empty for other families.
std::string addressText(const SOCKADDR_INET& address);
std::string addressText(const SOCKET_ADDRESS& address);

}    // namespace rdpmend::windows

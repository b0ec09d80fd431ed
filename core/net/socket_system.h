// What a system knows about a socket beyond the portable calls. Where it knows nothing, these do nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "core/machine/net.h"

namespace rdpmend {

using NativeSocket = std::intptr_t;    // file descriptor or SOCKET

std::optional<TcpFacts> tcpFacts(NativeSocket socket);
// Makes a connected UDP socket report every ICMP error, not only "port unreachable".
void reportAllIcmpErrors(NativeSocket socket, Family family);

}    // namespace rdpmend

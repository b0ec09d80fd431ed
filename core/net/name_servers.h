// Asking name servers directly, to learn what they really say: RFC 1035 over UDP, one question per datagram.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/machine/net.h"

namespace rdpmend {

struct NameServer {
    Address address{};
    std::uint16_t port = 53;

    bool operator==(const NameServer&) const = default;
};

struct NameServers {
    std::vector<NameServer> servers{};    // at most 3, as the C library takes
    std::vector<std::string> search{};    // domains to try for a name without a dot, at most 6

    bool operator==(const NameServers&) const = default;
};

struct ServersAnswer {
    NameAnswer answer = NameAnswer::NotAsked;    // NotAsked: there is no server
    std::vector<Address> addresses{};            // in the server's order
    std::string detail{};                        // "10.0.0.53 (AAAA): no such name; ..."
};

// One server after the other, two tries of one second each, until one says yes or no. Otherwise the first complaint
// counts, and silence only when every server kept silent.
ServersAnswer askNameServers(const NameServers& from, std::string_view host, Family family, const Deadline& deadline);

}    // namespace rdpmend

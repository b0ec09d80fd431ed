// Name resolution as the system does it, with an answer per family that says why there is none.
//
// The system's resolver is asked first. It may block far longer than anybody wants to wait, so it runs on threads that
// are left behind when they are late, and it words many failures alike; then the name servers are asked directly.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/machine/net.h"
#include "core/net/name_servers.h"

namespace rdpmend {

struct SystemAnswer {
    enum class Kind : std::uint8_t { Found, NoName, NoAddress, Failed };

    Kind kind = Kind::Failed;
    std::vector<Address> addresses{};    // in the system's order, at most 64
    std::string words{};                 // the system's text unless found
};

// Where answers come from; all three may be called from other threads, also after resolve() has returned.
struct ResolverSources {
    // Blocks as long as it likes. nullopt: both families, in the order the system would try them.
    std::function<SystemAnswer(const std::string& host, std::optional<Family> family)> system{};
    std::function<NameServers()> nameServers{};
    std::function<std::string()> hostsFile{};
};
ResolverSources systemResolver();

Resolution resolve(std::string_view host, const ResolverSources& sources, const Deadline& deadline);

}    // namespace rdpmend

// One file by http, for probes that the person has allowed to ask third parties. Never https, ldap, file or UNC: those
// would sign in, or ask where an attacker wants.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/machine/machine.h"
#include "core/machine/net.h"

namespace rdpmend::probes {

// "http://host[:port]/path"; no user, no blanks or controls, which could smuggle a second request.
struct HttpAddress {
    std::string host{};
    std::uint16_t port = 80;
    std::string path{};    // begins with '/'
};
Result<HttpAddress> parseHttpAddress(std::string_view url);

// GET, without cookies or sign-in, through the proxy that this PC would use; follows at most three redirects to http.
// nullopt: the body is longer than `limit` bytes.
Result<std::optional<Bytes>> fetch(Net& net, const MachineView& machine, std::string url, std::size_t limit,
                                   const Deadline& deadline);

}    // namespace rdpmend::probes

// What the two files say that a resolver goes by: hosts(5) and resolv.conf(5).
#pragma once

#include <string_view>
#include <vector>

#include "core/machine/net.h"
#include "core/net/name_servers.h"

namespace rdpmend {

// The addresses that the text of a hosts file gives to a name.
std::vector<Address> addressesInHostsFile(std::string_view text, std::string_view host);

// The text of a resolv.conf. Without a "nameserver" line it means the one on this host.
NameServers readResolvConf(std::string_view text);

}    // namespace rdpmend

// How this PC turns names into addresses: the settings of the DNS client, and one of its sources alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/machine/network_settings.h"

namespace rdpmend::windows {

Result<DnsSettings> dnsSettings();
// As MachineView::lookUpName; without the hosts file, NetBIOS and multicast. At most 64 of each family.
Result<std::vector<std::string>> lookUpName(std::string_view name, NameSource source);

}    // namespace rdpmend::windows

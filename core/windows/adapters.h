// Network adapters, their addresses, and the routes ("IP Helper", Microsoft Learn).
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/machine/network_settings.h"

namespace rdpmend::windows {

Result<std::vector<NetworkAdapter>> networkAdapters();
Result<std::vector<Route>> routes();    // of both families

}    // namespace rdpmend::windows

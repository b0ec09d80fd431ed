// Through which proxies this PC goes ("WinHTTP AutoProxy Support", Microsoft Learn).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/deadline.h"
#include "core/base/result.h"
#include "core/machine/network_settings.h"

namespace rdpmend::windows {

Result<ProxySettings> proxySettings();
// As MachineView::proxiesFor. A script that cannot be fetched or run is an error, although Windows would go on without.
// Credentials are not sent to the server that has the script.
Result<std::vector<std::string>> proxiesFor(std::string_view url, const Deadline& deadline);

}    // namespace rdpmend::windows

// The folders that Windows knows by name, and what the program looks for in them.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace rdpmend::windows {

Result<std::vector<std::string>> remoteDesktopFiles();
Result<std::string> hostsFile();    // empty when there is none
Result<std::string> ownFolder();    // made when it is missing

}    // namespace rdpmend::windows

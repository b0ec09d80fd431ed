// The folders that Windows knows by name, and what the program looks for in them.
#pragma once

#include <string>
#include <vector>

#include <windows.h>

#include "core/base/result.h"

namespace rdpmend::windows {

Result<std::string> knownFolder(const GUID& id, const char* name);    // FOLDERID_*
Result<std::vector<std::string>> remoteDesktopFiles();                // not of folders that lie on another computer
Result<std::string> hostsFile();                                      // empty when there is none
Result<std::string> ownFolder();                                      // made when it is missing

}    // namespace rdpmend::windows

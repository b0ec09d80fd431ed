// What sits between Winsock and the driver ("Winsock SPI", Microsoft Learn). The catalogue of 64-bit programs.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/machine/network_settings.h"

namespace rdpmend::windows {

Result<std::vector<WinsockProvider>> winsockCatalogue();

// A path of the catalogue with "%SystemRoot%" and the like resolved to the folders that Windows knows, and not to what
// the environment says. Empty: it names another variable.
std::wstring resolvedPath(std::wstring path);

}    // namespace rdpmend::windows

// Which Windows this is.
#pragma once

#include <string>

namespace rdpmend::windows {

std::string version();    // "Windows 11 Pro 23H2 (build 22631)"; what cannot be read is left out

}    // namespace rdpmend::windows

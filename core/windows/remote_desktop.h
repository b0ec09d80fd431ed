// Windows' own Remote Desktop client.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace rdpmend::windows {

// As Machine::startRemoteDesktop: the whole path of an .rdp file that exists on this PC.
Status startRemoteDesktop(std::string_view rdpFile);

}    // namespace rdpmend::windows

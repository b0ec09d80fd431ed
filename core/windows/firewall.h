// Windows Defender Firewall as it is in force (INetFwPolicy2), read only.
#pragma once

#include "core/base/result.h"
#include "core/machine/firewall.h"

namespace rdpmend::windows {

Result<Firewall> firewall();

}    // namespace rdpmend::windows

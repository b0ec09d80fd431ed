// What this PC belongs to: a workgroup or a domain, and an Entra tenant.
#pragma once

#include "core/base/result.h"
#include "core/machine/session_state.h"

namespace rdpmend::windows {

Result<Membership> membership();

}    // namespace rdpmend::windows

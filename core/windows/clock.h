// The clock of this PC: since when it runs, where it is, and whom it is set after.
#pragma once

#include "core/base/result.h"
#include "core/machine/session_state.h"

namespace rdpmend::windows {

Result<ClockSettings> clockSettings();

}    // namespace rdpmend::windows

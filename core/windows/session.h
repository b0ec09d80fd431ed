// Who runs this program, and in which session of this PC.
#pragma once

#include "core/base/result.h"
#include "core/machine/session_state.h"

namespace rdpmend::windows {

Result<SessionState> sessionState();

}    // namespace rdpmend::windows

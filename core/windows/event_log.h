// The event log of this PC (wevtapi.dll), read only.
#pragma once

#include <vector>

#include "core/base/deadline.h"
#include "core/base/result.h"
#include "core/machine/event_log.h"

namespace rdpmend::windows {

// Newest first. An error when the channel does not exist, is switched off, or may not be read, and at the deadline.
Result<std::vector<LoggedEvent>> events(const EventQuery& query, const Deadline& deadline);

}    // namespace rdpmend::windows

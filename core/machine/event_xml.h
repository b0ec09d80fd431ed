// An event of the event log in the XML that Windows renders it in ("Event Schema", Microsoft Learn). Any program may
// have written the values in it.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/machine/event_log.h"

namespace rdpmend {

constexpr std::size_t largestEventXml =
    2 * 1024 * 1024;    // bytes; an event holds at most 64 KiB before it is rendered

// Strict: an event without its id, time or channel is an error, and so is XML that is not whole. Of the data at most 64
// values are kept, and of each at most 4 KiB.
Result<LoggedEvent> parseEventXml(std::string_view xml);

}    // namespace rdpmend

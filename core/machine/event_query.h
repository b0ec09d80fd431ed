// The question that the event log understands, made of parts that are checked first: nothing foreign becomes a part of
// the query's own grammar. "Consuming Events" and "Query Schema", Microsoft Learn.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/machine/event_log.h"

namespace rdpmend {

// A structured XML query. Refuses names of channels and providers with unusual characters, more than 256 ids, and a
// time that is not positive.
Result<std::string> eventQueryText(const EventQuery& query);

}    // namespace rdpmend

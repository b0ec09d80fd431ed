// Putting one place back to what it held before: the whole of undo and of rolling back.
#pragma once

#include <optional>

#include "core/machine/machine.h"
#include "core/model/history.h"

namespace rdpmend {

// Makes the change and reads it back.
Status makeAndReadBack(Machine& machine, const Change& change);

struct PutBack {
    Standing standing = Standing::Unknown;    // before anything was done
    bool asBefore = false;                    // afterwards
    std::optional<Error> error{};
    std::optional<Change> now{};    // what somebody else wrote there; nothing was done then
};

// Idempotent. Overwrites what somebody else wrote there since only when told so.
PutBack putBack(Machine& machine, const PlannedChange& change, bool evenIfChanged = false);

}    // namespace rdpmend

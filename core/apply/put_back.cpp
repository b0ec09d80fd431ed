#include "core/apply/put_back.h"

#include "core/changes/changes.h"

namespace rdpmend {

constexpr std::chrono::seconds longestChange{30};

Status makeAndReadBack(Machine& machine, const Change& change)
{
    // Without a stop token: a change that was begun is finished.
    if (auto made = machine.perform(change, Deadline::in(longestChange)); !made) return made;
    const auto now = machine.current(change);
    if (!now) return now.error();
    if (!holds(*now, change))
        return refusal(place(change) + " was written, but holds " + content(*now) + " instead of " + content(change) +
                       ": another program or a policy sets it.");
    return ok();
}

PutBack putBack(Machine& machine, const PlannedChange& change, bool evenIfChanged)
{
    auto now = machine.current(change.before);
    if (!now) return {.error = now.error()};

    PutBack result{.standing = standing(change, *now)};
    if (result.standing == Standing::AsBefore) {
        result.asBefore = true;
        return result;
    }
    if (result.standing == Standing::ChangedSince && !evenIfChanged) {
        result.now = *std::move(now);
        return result;
    }
    if (!canBePerformed(change.before)) {
        result.error =
            refusal("The " + place(change.before) +
                    " cannot be put back, because Windows does not give passwords back: connect once and let "
                    "Windows save the password again.");
        return result;
    }
    if (const auto made = makeAndReadBack(machine, change.before); !made) {
        result.error = made.error();
    } else {
        result.asBefore = true;
    }
    return result;
}

}    // namespace rdpmend

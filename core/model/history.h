// What the program changed on this PC, as the journal remembers it and as the PC is now.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/model/plan.h"

namespace rdpmend {

enum class ChangeState : std::uint8_t {
    Intended,    // journalled; whether it was made is not known (crash): `standing` tells
    Done,        // made and read back
    Undone,
    Failed,    // could not be made; the place holds what it held before
    Kept,      // the person decided to keep it, or somebody else changed the place since
};

// What the person agreed to at once, in every journal that keeps a part of it. All zero: from before runs had ids.
using RunId = RandomBytes;

struct RunRecord {
    std::int64_t number = 0;    // in its journal, ascending
    RunId id{};
    bool finished = false;    // a run that never finished was interrupted

    bool operator==(const RunRecord&) const = default;
};

// Three-way compare of before, ours and now.
enum class Standing : std::uint8_t { AsBefore, Ours, ChangedSince, Unknown };

// The elevated broker keeps a journal of its own, with numbers of its own. Where both are shown together, its numbers
// of changes and runs are the negative ones, and a person reads and types them as M1, M2, ...
struct HistoryEntry {
    std::int64_t number = 0;    // of this change, ascending in the order made
    std::int64_t run = 0;       // changes agreed to at once share it
    std::string fix{};
    std::string remedy{};
    Scope scope = Scope::User;
    Reversal reversal = Reversal::Exact;
    ChangeState state = ChangeState::Intended;
    PlannedChange change{};
    std::chrono::system_clock::time_point when{};

    bool operator==(const HistoryEntry&) const = default;
};

struct UndoResult {
    std::int64_t number = 0;
    Standing standing = Standing::Unknown;    // before the undo
    ChangeState state = ChangeState::Done;    // after it
    std::optional<Error> error{};
    std::optional<Change> now{};    // what the place holds when somebody else changed it
};

std::string shownNumber(std::int64_t number);                            // "12", "M3"
std::optional<std::int64_t> parseShownNumber(std::string_view typed);    // "12", "M3", "m3"; nothing else, never 0

std::string_view name(ChangeState state);    // "intended", "done", "undone", "failed", "kept"
std::string_view name(Standing standing);    // "as_before", "ours", "changed_since", "unknown"

}    // namespace rdpmend

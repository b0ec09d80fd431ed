// What the person is asked to agree to, and what became of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/change.h"

namespace rdpmend {

enum class Scope : std::uint8_t { User, Machine };    // Machine needs the elevated broker

// How far a fix can be taken back; shown before consent.
enum class Reversal : std::uint8_t {
    Nothing,       // U0 leaves no state
    Exact,         // U1 undone exactly
    FromCopy,      // U2 undone from a stored copy
    Impossible,    // U3 cannot be undone
};

// One change with what its place holds now. `before` has the same kind and place as `after`.
struct PlannedChange {
    Change before{};
    Change after{};

    bool operator==(const PlannedChange&) const = default;
};

struct PlanStep {
    std::string fix{};                        // "F401"
    std::string remedy{};                     // "licensing.clear_license_cache"
    std::vector<std::string> complaints{};    // probe ids that must pass afterwards
    std::string cause{};                      // cause id it is meant for; empty when the person asked for it
    Scope scope = Scope::User;
    Reversal reversal = Reversal::Exact;
    bool needsRestart = false;
    std::vector<PlannedChange> changes{};

    bool operator==(const PlanStep&) const = default;
};

// A fix that is not offered, and why: text id with its reason ("not_offered.no_gateway").
struct Withheld {
    std::string fix{};
    std::string remedy{};
    std::string reason{};

    bool operator==(const Withheld&) const = default;
};

struct Plan {
    std::vector<PlanStep> steps{};    // least disruptive first
    std::vector<Withheld> withheld{};

    bool operator==(const Plan&) const = default;
};

// What verification said about one step.
enum class Effect : std::uint8_t {
    Cured,            // every complaining probe passes now
    NoChange,         // the same complaints as before
    Worse,            // a probe that passed before complains now
    NotVerifiable,    // a complaining probe could not look
};

struct StepResult {
    std::string fix{};
    std::optional<Error> error{};    // nullopt: applied and read back
    bool rolledBack = false;
    std::optional<Effect> effect{};    // after verification
    std::int64_t run = 0;              // the journal's run number, for undo

    bool operator==(const StepResult&) const = default;
};

std::string_view name(Scope scope);          // "user", "machine"
std::string_view name(Reversal reversal);    // "nothing", "exact", "from_copy", "impossible"
std::string_view name(Effect effect);        // "cured", "no_change", "worse", "not_verifiable"

}    // namespace rdpmend

// One remedy = one file = one constant. A remedy proposes changes as data; it never writes.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/machine/machine.h"
#include "core/model/diagnosis.h"
#include "core/model/plan.h"
#include "core/model/target.h"

namespace rdpmend {

struct RemedyContext {
    const Target& target;
    const MachineView& machine;
    const Diagnosis& diagnosis;
    bool askedFor = false;    // the person asked for it by name, not only the ranking
};

// Either changes to make, or the text id of the reason why it is not offered here ("not_offered.no_gateway").
struct Proposal {
    std::vector<Change> changes{};
    std::string withheld{};
};

// A place in HKLM, in either view. Without `value`: the whole key and what is below it.
struct MachinePlace {
    std::string_view key;
    std::string_view value{};
};

struct Remedy {
    std::string_view number;                    // "F401"
    std::string_view id;                        // "licensing.clear_license_cache" == core/remedies/licensing/....cpp
    std::array<std::string_view, 4> cures{};    // cause ids
    std::array<std::string_view, 4> complaints{};    // probe ids to run again after it
    Scope scope = Scope::User;
    // All that it may ever touch in HKLM. A remedy that names places proposes the changes there from what the PC holds
    // alone, whatever the target and the findings: the elevated broker proposes them for itself and knows neither.
    std::array<MachinePlace, 4> places{};
    Reversal reversal = Reversal::Exact;
    int disruption = 0;    // 0 nobody notices .. 9 restart; the least is planned first
    bool needsRestart = false;
    bool test = false;               // a discriminating test rather than a cure (F303)
    std::string_view onlyAfter{};    // number of the test that must have pointed here first ("F303")
    Result<Proposal> (*propose)(const RemedyContext&) = nullptr;
};

// In the order of their numbers; generated from the folder by core/remedies/CMakeLists.txt.
std::span<const Remedy* const> allRemedies();
const Remedy* findRemedy(std::string_view numberOrId);    // "F401", "f401", "licensing.clear_license_cache"

}    // namespace rdpmend

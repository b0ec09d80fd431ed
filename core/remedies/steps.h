// From what a remedy proposes to the steps that a person is asked to agree to. The session plans with it, and the
// elevated broker computes with it for itself what was agreed to.
#pragma once

#include <vector>

#include "core/remedies/remedy.h"

namespace rdpmend {

// Who may make this change: the person, or only an administrator.
Scope scopeOf(const Change& change);

// The proposal with what the places hold now, without those that hold what is wanted already. The person's own settings
// and the machine's are never changed by the same step: the latter need the broker.
Result<std::vector<PlanStep>> stepsOf(const Remedy& remedy, const Proposal& proposal, const Machine& machine);

}    // namespace rdpmend

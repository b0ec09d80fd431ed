#include "core/remedies/steps.h"

#include "core/changes/changes.h"

namespace rdpmend {

Scope scopeOf(const Change& change)
{
    const auto ofKey = [](const RegistryKey& key) {
        return key.hive == Hive::LocalMachine ? Scope::Machine : Scope::User;
    };
    if (const auto* value = std::get_if<SetRegistryValue>(&change)) return ofKey(value->key);
    if (const auto* key = std::get_if<ReplaceRegistryKey>(&change)) return ofKey(key->key);
    return Scope::User;
}

Result<std::vector<PlanStep>> stepsOf(const Remedy& remedy, const Proposal& proposal, const Machine& machine)
{
    std::vector<PlanStep> steps;
    for (const auto scope : {Scope::User, Scope::Machine}) {
        PlanStep step{.fix = std::string(remedy.number),
                      .remedy = std::string(remedy.id),
                      .scope = scope,
                      .reversal = remedy.reversal,
                      .needsRestart = remedy.needsRestart};
        for (const auto& after : proposal.changes) {
            if (scopeOf(after) != scope) continue;
            auto before = machine.current(after);
            if (!before) return before.error();
            if (!holds(*before, after)) step.changes.push_back({.before = *std::move(before), .after = after});
        }
        if (!step.changes.empty()) steps.push_back(std::move(step));
    }
    return steps;
}

}    // namespace rdpmend

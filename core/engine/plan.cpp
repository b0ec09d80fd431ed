// From causes to the changes that the person is asked to agree to.
#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/engine/session.h"
#include "core/remedies/remedy.h"

namespace rdpmend {
namespace {

using Remedies = std::vector<const Remedy*>;

void addOnce(Remedies& list, const Remedy* remedy)
{
    if (remedy && std::ranges::find(list, remedy) == list.end()) list.push_back(remedy);
}

// What the causes name, best cause first. Fixes that only another computer can make have no remedy here.
Remedies proposedBy(const Diagnosis& diagnosis)
{
    Remedies out;
    for (const auto& cause : diagnosis.causes)
        for (const auto& fix : cause.fixes) addOnce(out, findRemedy(fix));
    return out;
}

Result<Remedies> named(std::span<const std::string> fixes)
{
    Remedies out;
    for (const auto& fix : fixes) {
        const auto* remedy = findRemedy(fix);
        if (!remedy) return refusal('"' + sanitise(fix, 60) + "\" is not a fix: use a number such as F501.");
        addOnce(out, remedy);
    }
    return out;
}

const RankedCause* causeFor(const Remedy& remedy, const Diagnosis& diagnosis)
{
    const auto found = std::ranges::find_if(diagnosis.causes, [&remedy](const RankedCause& cause) {
        return std::ranges::count(cause.fixes, remedy.number) > 0 || std::ranges::count(remedy.cures, cause.id) > 0;
    });
    return found == diagnosis.causes.end() ? nullptr : &*found;
}

// The probes that must pass afterwards: the remedy's own, and those whose broken state the cause explains.
std::vector<std::string> complaintsFor(const Remedy& remedy, const RankedCause* cause, const Diagnosis& diagnosis)
{
    std::vector<std::string> out;
    for (const auto& complaint : remedy.complaints)
        if (!complaint.empty()) out.emplace_back(complaint);
    if (!cause || remedy.test) return out;
    for (const auto& argument : cause->forIt) {
        const auto outcome = diagnosis.outcomes.find(argument.probe);
        const bool broken = outcome != diagnosis.outcomes.end() && outcome->second.verdict == Verdict::Problem;
        if (broken && std::ranges::find(out, argument.probe) == out.end()) out.push_back(argument.probe);
    }
    return out;
}

Scope scopeOf(const Change& change)
{
    const auto ofKey = [](const RegistryKey& key) {
        return key.hive == Hive::LocalMachine ? Scope::Machine : Scope::User;
    };
    if (const auto* value = std::get_if<SetRegistryValue>(&change)) return ofKey(value->key);
    if (const auto* key = std::get_if<ReplaceRegistryKey>(&change)) return ofKey(key->key);
    return Scope::User;
}

// What the places hold now, without those that hold what is wanted already.
Result<std::vector<PlannedChange>> withBefore(const Machine& machine, const Result<Proposal>& proposal)
{
    if (!proposal) return proposal.error();
    std::vector<PlannedChange> out;
    for (const auto& after : proposal->changes) {
        auto before = machine.current(after);
        if (!before) return before.error();
        if (!holds(*before, after)) out.push_back({.before = *std::move(before), .after = after});
    }
    return out;
}

// The person's own settings and the machine's are never changed by the same step: the latter need the broker.
void addSteps(Plan& plan, const Remedy& remedy, const Diagnosis& diagnosis, const std::vector<PlannedChange>& changes)
{
    const auto* cause = causeFor(remedy, diagnosis);
    for (const auto scope : {Scope::User, Scope::Machine}) {
        PlanStep step{.fix = std::string(remedy.number),
                      .remedy = std::string(remedy.id),
                      .complaints = complaintsFor(remedy, cause, diagnosis),
                      .cause = cause ? cause->id : "",
                      .scope = scope,
                      .reversal = remedy.reversal,
                      .needsRestart = remedy.needsRestart};
        std::ranges::copy_if(changes, std::back_inserter(step.changes),
                             [scope](const PlannedChange& change) { return scopeOf(change.after) == scope; });
        if (!step.changes.empty()) plan.steps.push_back(std::move(step));
    }
}

}    // namespace

Result<Plan> Session::plan(const Target& target, const Diagnosis& diagnosis, std::span<const std::string> fixes)
{
    const bool askedFor = !fixes.empty();
    auto remedies = askedFor ? named(fixes) : proposedBy(diagnosis);
    if (!remedies) return remedies.error();
    std::ranges::stable_sort(*remedies, {}, &Remedy::disruption);

    Plan plan;
    const RemedyContext context{
        .target = target, .machine = m_machine, .diagnosis = diagnosis, .facts = m_facts, .askedFor = askedFor};
    for (const auto* remedy : *remedies) {
        const auto withhold = [&](std::string reason) {
            plan.withheld.push_back(
                {.fix = std::string(remedy->number), .remedy = std::string(remedy->id), .reason = std::move(reason)});
        };
        if (!m_machine.present()) {
            withhold("not_offered.no_pc");
            continue;
        }
        auto proposal = remedy->propose(context);
        auto changes = withBefore(m_machine, proposal);
        if (!changes) {
            // A place that cannot be read must not take the other fixes away.
            if (askedFor) return changes.error();
            withhold("not_offered.could_not_look");
        } else if (!proposal->withheld.empty()) {
            withhold(proposal->withheld);
        } else if (!remedy->onlyAfter.empty() && !testWasMade(*remedy, target, diagnosis)) {
            withhold("not_offered.only_after_test");
        } else if (changes->empty()) {
            withhold("not_offered.already_so");
        } else {
            addSteps(plan, *remedy, diagnosis, *changes);
        }
    }
    return plan;
}

// The journal remembers whether the discriminating test was made for this very target: same fix, same place.
bool Session::testWasMade(const Remedy& remedy, const Target& target, const Diagnosis& diagnosis) const
{
    const auto* test = findRemedy(remedy.onlyAfter);
    if (!test || !m_journal) return false;
    const auto proposal = test->propose(
        {.target = target, .machine = m_machine, .diagnosis = diagnosis, .facts = m_facts, .askedFor = true});
    const auto history = m_journal->history();
    if (!proposal || !history) return false;
    return std::ranges::any_of(*history, [&](const HistoryEntry& entry) {
        const bool made = entry.state != ChangeState::Intended && entry.state != ChangeState::Failed;
        return made && entry.fix == test->number &&
               std::ranges::any_of(proposal->changes,
                                   [&entry](const Change& change) { return samePlace(change, entry.change.after); });
    });
}

}    // namespace rdpmend

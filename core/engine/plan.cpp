// From causes to the changes that the person is asked to agree to.
#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/engine/session.h"
#include "core/remedies/remedy.h"
#include "core/remedies/steps.h"

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

// Why it is planned, and what must pass afterwards.
void addSteps(Plan& plan, const Remedy& remedy, const Diagnosis& diagnosis, std::vector<PlanStep> steps)
{
    const auto* cause = causeFor(remedy, diagnosis);
    for (auto& step : steps) {
        step.complaints = complaintsFor(remedy, cause, diagnosis);
        step.cause = cause ? cause->id : "";
        plan.steps.push_back(std::move(step));
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
    const RemedyContext context{.target = target, .machine = m_machine, .diagnosis = diagnosis, .askedFor = askedFor};
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
        auto steps = proposal ? stepsOf(*remedy, *proposal, m_machine) : proposal.error();
        if (!steps) {
            // A place that cannot be read must not take the other fixes away.
            if (askedFor) return steps.error();
            withhold("not_offered.could_not_look");
        } else if (!proposal->withheld.empty()) {
            withhold(proposal->withheld);
        } else if (!remedy->onlyAfter.empty() && !testWasMade(*remedy, target, diagnosis)) {
            withhold("not_offered.only_after_test");
        } else if (steps->empty()) {
            withhold("not_offered.already_so");
        } else {
            addSteps(plan, *remedy, diagnosis, *std::move(steps));
        }
    }
    return plan;
}

// The journal remembers whether the discriminating test was made for this very target: same fix, same place.
bool Session::testWasMade(const Remedy& remedy, const Target& target, const Diagnosis& diagnosis) const
{
    const auto* test = findRemedy(remedy.onlyAfter);
    if (!test) return false;
    const auto proposal =
        test->propose({.target = target, .machine = m_machine, .diagnosis = diagnosis, .askedFor = true});
    const auto made = history();
    if (!proposal || !made) return false;
    return std::ranges::any_of(*made, [&](const Remembered& remembered) {
        const auto& entry = remembered.entry;
        const bool wasMade = entry.state != ChangeState::Intended && entry.state != ChangeState::Failed;
        return wasMade && entry.fix == test->number &&
               std::ranges::any_of(proposal->changes,
                                   [&entry](const Change& change) { return samePlace(change, entry.change.after); });
    });
}

}    // namespace rdpmend

// A fix counts only when the probes that complained pass.
#include <algorithm>
#include <set>

#include "core/diagnosis/rank.h"
#include "core/engine/schedule.h"
#include "core/engine/session.h"
#include "core/probes/probe.h"

namespace rdpmend {
namespace {

bool passes(const Outcome& outcome)
{
    return outcome.verdict == Verdict::Healthy || outcome.verdict == Verdict::NotApplicable;
}

bool looked(const Outcome& outcome)
{
    return passes(outcome) || outcome.verdict == Verdict::Problem;
}

const Outcome* find(const Outcomes& outcomes, std::string_view probe)
{
    const auto found = outcomes.find(probe);
    return found == outcomes.end() ? nullptr : &found->second;
}

// Also what was skipped: it may show the rest of the way now.
std::vector<std::string_view> toRunAgain(const Diagnosis& before, const Plan& plan,
                                         const std::vector<StepResult>& results)
{
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < plan.steps.size() && i < results.size(); ++i)
        if (!results[i].error) ids.insert(plan.steps[i].complaints.begin(), plan.steps[i].complaints.end());
    if (ids.empty()) return {};
    for (const auto& [id, outcome] : before.outcomes)
        if (outcome.verdict == Verdict::Problem || outcome.verdict == Verdict::Skipped) ids.insert(id);
    return {ids.begin(), ids.end()};
}

bool anythingWorse(const Outcomes& before, const Outcomes& after)
{
    return std::ranges::any_of(after, [&before](const auto& entry) {
        const auto* earlier = find(before, entry.first);
        return earlier && passes(*earlier) && entry.second.verdict == Verdict::Problem;
    });
}

Effect effectOf(const PlanStep& step, const Outcomes& before, const Outcomes& after)
{
    if (anythingWorse(before, after)) return Effect::Worse;
    bool complained = false;
    bool seenAgain = true;
    for (const auto& probe : step.complaints) {
        const auto* earlier = find(before, probe);
        const auto* now = find(after, probe);
        if (!earlier || earlier->findings.empty()) continue;    // had nothing to complain of
        complained = true;
        if (!now || !looked(*now)) {
            seenAgain = false;
        } else if (!passes(*now) || std::ranges::any_of(earlier->findings, [now](const Finding& finding) {
                       return now->has(finding.id);
                   })) {
            return Effect::NoChange;
        }
    }
    return complained && seenAgain ? Effect::Cured : Effect::NotVerifiable;
}

}    // namespace

Diagnosis Session::verify(const Target& target, const Diagnosis& before, const Plan& plan,
                          std::vector<StepResult>& results, const Sink& sink, std::stop_token stop)
{
    const auto probes = toRunAgain(before, plan, results);
    Diagnosis again;
    if (!probes.empty())
        again = diagnoseWith(m_probes, target, m_machine, m_net, m_facts, sink, std::move(stop), probes);
    for (std::size_t i = 0; i < plan.steps.size() && i < results.size(); ++i)
        if (!results[i].error) results[i].effect = effectOf(plan.steps[i], before.outcomes, again.outcomes);

    // The whole picture: what was looked at again, and the rest as it was.
    again.outcomes.insert(before.outcomes.begin(), before.outcomes.end());
    return diagnosisOf(std::move(again.outcomes), m_facts);
}

}    // namespace rdpmend

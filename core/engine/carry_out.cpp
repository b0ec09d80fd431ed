// Consent becomes change. What is the person's own is made here; what is the whole PC's, by the broker where there is
// one.
#include <algorithm>
#include <ranges>

#include "core/engine/session.h"

namespace rdpmend {
namespace {

std::vector<PlanStep> stepsWith(const Plan& plan, Scope scope)
{
    std::vector<PlanStep> out;
    std::ranges::copy_if(plan.steps, std::back_inserter(out),
                         [scope](const PlanStep& step) { return step.scope == scope; });
    return out;
}

bool allMade(const std::vector<StepResult>& results)
{
    return std::ranges::none_of(results, [](const StepResult& one) { return one.error.has_value(); });
}

// The broker's numbers as people see them.
Sink renumbered(const Sink& sink, std::int64_t run)
{
    return [&sink, run](Event event) {
        if (auto* made = std::get_if<ChangeMade>(&event)) made->number = -made->number;
        if (auto* finished = std::get_if<StepFinished>(&event)) finished->result.run = run;
        if (sink) sink(event);
    };
}

}    // namespace

std::vector<StepResult> Session::carryOut(const Plan& plan, const Sink& sink, std::stop_token stop)
{
    const auto wide = m_elevated ? stepsWith(plan, Scope::Machine) : std::vector<PlanStep>{};
    if (!wide.empty()) return carryOutBoth(plan, wide, sink, std::move(stop));

    const auto run = m_own.beginRun(plan.steps, randomBytes());
    if (!run) return refuseAll(plan.steps, run.error());
    auto results = m_own.carryOut(plan.steps, *run, sink, stop);
    m_own.finishRun(*run);
    return results;
}

std::vector<StepResult> Session::carryOutBoth(const Plan& plan, std::span<const PlanStep> wide, const Sink& sink,
                                              std::stop_token stop)
{
    const auto own = stepsWith(plan, Scope::User);
    const auto id = randomBytes();
    // All steps are compared with the PC before anybody is asked for anything.
    const auto run = m_own.beginRun(plan.steps, id);
    if (!run) return refuseAll(plan.steps, run.error());

    auto wideResults = stop.stop_requested()
                           ? refuseAll(wide, {.domain = Domain::Cancelled, .doing = "carry out " + wide[0].fix})
                           : m_elevated->carryOut(wide, id, renumbered(sink, *run));
    for (auto& result : wideResults) result.run = *run;
    const bool declined = !wideResults.empty() && wideResults[0].error && isDeclined(*wideResults[0].error);
    auto ownResults = allMade(wideResults) ? m_own.carryOut(own, *run, sink, stop)
                      : declined           ? refuseAll(own, *wideResults[0].error, *run)
                                           : notBegun(own, *run);
    m_own.finishRun(*run);

    std::vector<StepResult> results;
    auto nextWide = wideResults.begin();
    auto nextOwn = ownResults.begin();
    for (const auto& step : plan.steps)
        results.push_back(std::move(step.scope == Scope::Machine ? *nextWide++ : *nextOwn++));
    return results;
}

}    // namespace rdpmend

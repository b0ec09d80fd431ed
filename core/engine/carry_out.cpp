// Consent becomes change: intent to the journal, change, read back, done. What fails is put back at once.
#include <ranges>

#include "core/changes/changes.h"
#include "core/engine/put_back.h"
#include "core/engine/session.h"

namespace rdpmend {
namespace {

std::vector<StepResult> refuseAll(const Plan& plan, const Error& error)
{
    std::vector<StepResult> results;
    for (const auto& step : plan.steps) results.push_back({.fix = step.fix, .error = error});
    return results;
}

}    // namespace

std::vector<StepResult> Session::carryOut(const Plan& plan, const Sink& sink, std::stop_token stop)
{
    if (const auto may = mayCarryOut(plan); !may) return refuseAll(plan, may.error());
    const auto run = m_journal->beginRun();
    if (!run) return refuseAll(plan, run.error());

    std::vector<StepResult> results;
    bool goOn = true;
    for (const auto& step : plan.steps) {
        if (!goOn) {
            results.push_back(
                {.fix = step.fix, .error = refusal("Not begun, because the step before it failed."), .run = *run});
            continue;
        }
        if (sink) sink(StepStarted{step.fix});
        results.push_back(carryOutStep(step, *run, sink, stop));
        if (sink) sink(StepFinished{results.back()});
        goOn = !results.back().error;
    }
    // Should this fail, the run is offered as interrupted at the next start, which is true and harmless.
    (void)m_journal->finishRun(*run);
    return results;
}

// Everything that can refuse, refuses before the first change.
Status Session::mayCarryOut(const Plan& plan) const
{
    if (auto status = journalCanBeWritten(); !status) return status;
    if (auto status = m_journal->ready(); !status) return status;
    for (const auto& step : plan.steps) {
        for (const auto& [before, after] : step.changes) {
            const auto now = m_machine.current(before);
            if (!now) return now.error();
            if (!holds(*now, before) || !samePlace(before, after) || !canBePerformed(after))
                return refusal(place(before) + " holds " + content(*now) + " now and no longer " + content(before) +
                               ", so nothing was changed: check again and look at the new plan.");
        }
    }
    return ok();
}

StepResult Session::carryOutStep(const PlanStep& step, std::int64_t run, const Sink& sink, std::stop_token stop)
{
    std::vector<HistoryEntry> begun;
    const auto carryOutOne = [&](const PlannedChange& change) -> Status {
        if (stop.stop_requested()) return Error{.domain = Domain::Cancelled, .doing = "carry out " + step.fix};
        HistoryEntry entry{.run = run,
                           .fix = step.fix,
                           .remedy = step.remedy,
                           .scope = step.scope,
                           .reversal = step.reversal,
                           .change = change};
        const auto number = m_journal->intend(entry);
        if (!number) return number.error();
        entry.number = *number;
        begun.push_back(entry);
        if (auto made = makeAndReadBack(m_machine, change.after); !made) return made;
        if (auto noted = m_journal->setState(*number, ChangeState::Done); !noted) return noted;
        begun.back().state = ChangeState::Done;
        if (sink) sink(ChangeMade{.fix = step.fix, .number = *number});
        return ok();
    };

    StepResult result{.fix = step.fix, .run = run};
    for (const auto& change : step.changes) {
        if (const auto made = carryOutOne(change); !made) {
            result.error = made.error();
            result.rolledBack = bool(rollBack(begun));
            break;
        }
    }
    return result;
}

// Newest first; goes on when one cannot be put back, which then stays in the journal as it stands there.
Status Session::rollBack(std::span<const HistoryEntry> entries)
{
    Status result = ok();
    for (const auto& entry : entries | std::views::reverse) {
        const auto back = putBack(m_machine, entry.change);
        if (!back.asBefore) {
            result =
                back.error.value_or(refusal(place(entry.change.before) + " was changed by somebody else meanwhile."));
            continue;
        }
        // Should this fail, the comparison at the next start says the same.
        (void)m_journal->setState(entry.number,
                                  entry.state == ChangeState::Done ? ChangeState::Undone : ChangeState::Failed);
    }
    return result;
}

}    // namespace rdpmend

// Consent becomes change: intent to the journal, change, read back, done. What fails is put back at once.
#include <algorithm>
#include <ranges>

#include "core/apply/applier.h"
#include "core/apply/put_back.h"
#include "core/changes/changes.h"

namespace rdpmend {

std::vector<StepResult> refuseAll(std::span<const PlanStep> steps, const Error& error, std::int64_t run)
{
    std::vector<StepResult> results;
    for (const auto& step : steps) results.push_back({.fix = step.fix, .error = error, .run = run});
    return results;
}

std::vector<StepResult> notBegun(std::span<const PlanStep> steps, std::int64_t run)
{
    return refuseAll(steps, refusal("Not begun, because the step before it failed."), run);
}

Applier::Applier(Machine& machine, Journal* journal, std::string whyNoJournal)
    : m_machine(machine), m_journal(journal), m_whyNoJournal(std::move(whyNoJournal))
{}

Status Applier::journalCanBeWritten() const
{
    if (!m_journal) {
        const auto why = m_whyNoJournal.empty() ? "There is no journal, so nothing is changed." : m_whyNoJournal;
        return refusal(why);
    }
    if (m_journal->readOnly())
        return refusal(
            "The journal is open for reading only, so nothing is changed: close the other copy of rdpmend first.");
    return ok();
}

Status Applier::stillHolds(std::span<const PlanStep> steps) const
{
    for (const auto& step : steps) {
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

Result<std::int64_t> Applier::beginRun(std::span<const PlanStep> steps, const RunId& id)
{
    if (auto status = journalCanBeWritten(); !status) return status.error();
    if (auto status = m_journal->ready(); !status) return status.error();
    if (auto status = stillHolds(steps); !status) return status.error();
    return m_journal->beginRun(id);
}

void Applier::finishRun(std::int64_t run)
{
    // Should this fail, the run is offered as interrupted at the next start, which is true and harmless.
    (void)m_journal->finishRun(run);
}

std::vector<StepResult> Applier::carryOut(std::span<const PlanStep> steps, std::int64_t run, const Sink& sink,
                                          const std::stop_token& stop)
{
    std::vector<StepResult> results;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (sink) sink(StepStarted{steps[i].fix});
        results.push_back(carryOutStep(steps[i], run, sink, stop));
        if (sink) sink(StepFinished{results.back()});
        if (!results.back().error) continue;
        std::ranges::move(notBegun(steps.subspan(i + 1), run), std::back_inserter(results));
        break;
    }
    return results;
}

StepResult Applier::carryOutStep(const PlanStep& step, std::int64_t run, const Sink& sink, const std::stop_token& stop)
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
Status Applier::rollBack(std::span<const HistoryEntry> entries)
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

// The memory of what was changed, and the way back.
#include <algorithm>
#include <ranges>

#include "core/apply/applier.h"
#include "core/apply/put_back.h"
#include "core/changes/changes.h"

namespace rdpmend {

bool isOutstanding(const HistoryEntry& entry, bool evenIfChanged)
{
    switch (entry.state) {
    case ChangeState::Intended:
    case ChangeState::Done: return true;
    case ChangeState::Kept: return evenIfChanged;
    case ChangeState::Undone:
    case ChangeState::Failed: return false;
    }
    return false;
}

Remembered Applier::remember(HistoryEntry entry) const
{
    const auto now = m_machine.current(entry.change.before);
    const auto stands = now ? standing(entry.change, *now) : Standing::Unknown;
    return {.entry = std::move(entry), .standing = stands};
}

Result<std::vector<Remembered>> Applier::history() const
{
    if (!m_journal) return journalCanBeWritten().error();
    auto entries = m_journal->history();
    if (!entries) return entries.error();
    std::vector<Remembered> out;
    for (auto& entry : *entries) out.push_back(remember(std::move(entry)));
    return out;
}

Result<std::vector<RunRecord>> Applier::runs() const
{
    if (!m_journal) return journalCanBeWritten().error();
    return m_journal->runs();
}

Result<std::vector<Remembered>> Applier::interrupted() const
{
    if (!m_journal) return journalCanBeWritten().error();
    auto entries = m_journal->history();
    if (!entries) return entries.error();
    const auto all = m_journal->runs();
    if (!all) return all.error();

    std::vector<Remembered> out;
    for (auto& entry : *entries) {
        const bool doneInUnfinishedRun =
            entry.state == ChangeState::Done && std::ranges::any_of(*all, [&entry](const RunRecord& run) {
                return run.number == entry.run && !run.finished;
            });
        if (entry.state == ChangeState::Intended || doneInUnfinishedRun) out.push_back(remember(std::move(entry)));
    }
    return out;
}

Status Applier::settle(std::int64_t run)
{
    if (auto status = journalCanBeWritten(); !status) return status;
    const auto left = interrupted();
    if (!left) return left.error();
    for (const auto& [entry, stands] : *left) {
        if (entry.run != run || entry.state != ChangeState::Intended) continue;
        auto state = ChangeState::Intended;
        switch (stands) {
        case Standing::AsBefore: state = ChangeState::Failed; break;
        case Standing::Ours: state = ChangeState::Done; break;
        case Standing::ChangedSince: state = ChangeState::Kept; break;
        case Standing::Unknown:
            return refusal(place(entry.change.before) +
                           " cannot be read, so the interrupted change stays open: try again.");
        }
        if (auto noted = m_journal->setState(entry.number, state); !noted) return noted;
    }
    return m_journal->finishRun(run);
}

std::vector<UndoResult> Applier::undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged)
{
    auto results = undoWhere(
        [numbers](const HistoryEntry& entry) { return std::ranges::find(numbers, entry.number) != numbers.end(); },
        sink, evenIfChanged);
    if (results.size() == 1 && results[0].number == 0) return results;    // the journal itself refused
    for (const auto number : numbers)
        if (std::ranges::find(results, number, &UndoResult::number) == results.end())
            results.push_back(
                {.number = number, .error = refusal("The journal has no change " + std::to_string(number) + '.')});
    return results;
}

// Newest first, so that what was written over what is uncovered in order.
std::vector<UndoResult> Applier::undoWhere(const Wanted& wanted, const Sink& sink, bool evenIfChanged)
{
    if (const auto status = journalCanBeWritten(); !status) return {{.error = status.error()}};
    const auto entries = m_journal->history();
    if (!entries) return {{.error = entries.error()}};

    std::vector<UndoResult> results;
    for (const auto& entry : *entries | std::views::reverse) {
        if (!wanted(entry)) continue;
        results.push_back(undoOne(entry, evenIfChanged));
        if (sink) sink(ChangeUndone{results.back()});
    }
    return results;
}

UndoResult Applier::undoOne(const HistoryEntry& entry, bool evenIfChanged)
{
    if (!isOutstanding(entry, /*evenIfChanged=*/true))    // undone or failed already: say how it stands
        return {.number = entry.number, .standing = remember(entry).standing, .state = entry.state};

    auto back = putBack(m_machine, entry.change, evenIfChanged);
    UndoResult result{.number = entry.number,
                      .standing = back.standing,
                      .state = entry.state,
                      .error = std::move(back.error),
                      .now = std::move(back.now)};
    if (result.error) return result;
    const auto state = back.asBefore ? ChangeState::Undone : ChangeState::Kept;
    if (const auto noted = m_journal->setState(entry.number, state); !noted) {
        result.error = noted.error();
    } else {
        result.state = state;
    }
    return result;
}

}    // namespace rdpmend

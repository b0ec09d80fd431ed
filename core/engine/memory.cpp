// What was changed, and the way back: the person's own journal and the machine-wide one as if they were one.
#include <algorithm>
#include <ranges>

#include "core/engine/session.h"

namespace rdpmend {
namespace {

// Machine-wide runs of ours have the number of our own run with the same id; those of other people are negative.
std::int64_t shownRun(const RunRecord& wide, const std::vector<RunRecord>& own)
{
    const auto found = std::ranges::find(own, wide.id, &RunRecord::id);
    return wide.id != RunId{} && found != own.end() ? found->number : -wide.number;
}

void addShown(std::vector<Remembered> from, const std::vector<std::pair<std::int64_t, std::int64_t>>& runs,
              std::vector<Remembered>& to)
{
    for (auto& one : from) {
        one.entry.number = -one.entry.number;
        const auto run = std::ranges::find(runs, one.entry.run, &std::pair<std::int64_t, std::int64_t>::second);
        one.entry.run = run == runs.end() ? -one.entry.run : run->first;
        to.push_back(std::move(one));
    }
}

std::vector<Remembered> inOrder(std::vector<Remembered> own, std::vector<Remembered> wide)
{
    std::ranges::move(wide, std::back_inserter(own));
    std::ranges::stable_sort(own, {}, [](const Remembered& one) { return one.entry.when; });
    return own;
}

}    // namespace

Result<Session::MachineWide> Session::machineWide() const
{
    MachineWide out;
    if (!m_elevated) return out;
    auto journal = m_elevated->journal();
    if (!journal) return journal.error();
    const Applier reader(m_machine, journal->get());
    const auto wideRuns = reader.runs();
    const auto ownRuns = m_own.runs();
    auto history = reader.history();
    auto interrupted = reader.interrupted();
    if (!wideRuns) return wideRuns.error();
    if (!history) return history.error();
    if (!interrupted) return interrupted.error();
    for (const auto& run : *wideRuns)
        out.runs.emplace_back(shownRun(run, ownRuns ? *ownRuns : std::vector<RunRecord>{}), run.number);
    addShown(*std::move(history), out.runs, out.history);
    addShown(*std::move(interrupted), out.runs, out.interrupted);
    return out;
}

Result<std::vector<Remembered>> Session::history() const
{
    auto own = m_own.history();
    if (!own) return own.error();
    auto wide = machineWide();
    if (!wide) return wide.error();
    return inOrder(*std::move(own), std::move(wide->history));
}

Result<std::vector<Remembered>> Session::interrupted() const
{
    auto own = m_own.interrupted();
    if (!own) return own.error();
    auto wide = machineWide();
    if (!wide) return wide.error();
    return inOrder(*std::move(own), std::move(wide->interrupted));
}

Status Session::settle(std::int64_t run)
{
    const auto wide = machineWide();
    if (!wide) return wide.error();
    const auto part = std::ranges::find(wide->runs, run, &std::pair<std::int64_t, std::int64_t>::first);
    const bool open =
        std::ranges::any_of(wide->interrupted, [run](const Remembered& one) { return one.entry.run == run; });
    if (part != wide->runs.end() && open)
        if (auto settled = m_elevated->settle(part->second); !settled) return settled;
    return run < 0 ? ok() : m_own.settle(run);
}

std::vector<UndoResult> Session::undoWide(const UndoWide& undoThem, const Sink& sink) const
{
    auto results = undoThem([&sink](Event event) {
        if (auto* undone = std::get_if<ChangeUndone>(&event)) undone->result.number = -undone->result.number;
        if (sink) sink(event);
    });
    const auto wide = machineWide();
    for (auto& result : results) {
        result.number = -result.number;
        if (result.state != ChangeState::Kept || !wide) continue;
        // The broker says that somebody else changed it; everybody may look what it holds now.
        for (const auto& [entry, stands] : wide->history)
            if (entry.number == result.number)
                if (auto now = m_machine.current(entry.change.before)) result.now = *std::move(now);
    }
    return results;
}

std::vector<UndoResult> Session::undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged)
{
    std::vector<std::int64_t> own;
    std::vector<std::int64_t> wide;
    for (const auto number : numbers) (number < 0 ? wide : own).push_back(number < 0 ? -number : number);

    std::vector<UndoResult> results;
    if (!wide.empty() && m_elevated)
        results = undoWide([&](const Sink& tell) { return m_elevated->undo(wide, tell, evenIfChanged); }, sink);
    if (!m_elevated)
        for (const auto number : wide)
            results.push_back(
                {.number = -number, .error = refusal("The journal has no change " + shownNumber(-number) + '.')});
    if (!own.empty()) std::ranges::move(m_own.undo(own, sink, evenIfChanged), std::back_inserter(results));
    return results;
}

std::vector<UndoResult> Session::undoRun(std::int64_t run, const Sink& sink, bool evenIfChanged)
{
    return undoWhere([run](const HistoryEntry& entry) { return entry.run == run; }, sink, evenIfChanged);
}

std::vector<UndoResult> Session::undoAll(const Sink& sink, bool evenIfChanged)
{
    const auto everything = [](const HistoryEntry&) { return true; };
    if (machineWide()) return undoWhere(everything, sink, evenIfChanged);
    // A crash may have left the broker's journal half written. Only the broker can mend it, and read it then.
    auto results = undoWide([&](const Sink& tell) { return m_elevated->undoAll(tell, evenIfChanged); }, sink);
    std::ranges::move(undoOwn(everything, sink, evenIfChanged), std::back_inserter(results));
    return results;
}

std::vector<UndoResult> Session::undoOwn(const Applier::Wanted& wanted, const Sink& sink, bool evenIfChanged)
{
    return m_own.undoWhere(
        [&](const HistoryEntry& entry) { return wanted(entry) && isOutstanding(entry, evenIfChanged); }, sink,
        evenIfChanged);
}

std::vector<UndoResult> Session::undoWhere(const Applier::Wanted& wanted, const Sink& sink, bool evenIfChanged)
{
    const auto wide = machineWide();
    std::vector<UndoResult> results;
    if (!wide) {
        results.push_back({.error = wide.error()});
    } else {
        std::vector<std::int64_t> numbers;
        for (const auto& [entry, stands] : wide->history)
            if (wanted(entry) && isOutstanding(entry, evenIfChanged)) numbers.push_back(entry.number);
        if (!numbers.empty()) results = undo(numbers, sink, evenIfChanged);
    }
    std::ranges::move(undoOwn(wanted, sink, evenIfChanged), std::back_inserter(results));
    return results;
}

}    // namespace rdpmend

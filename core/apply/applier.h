// Makes the changes that somebody agreed to, and takes them back: intent to the journal, change, read back, done. The
// session uses one for what is the person's own, the elevated broker another for what is the machine's.
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/journal/journal.h"
#include "core/machine/machine.h"
#include "core/model/event.h"
#include "core/model/history.h"
#include "core/model/plan.h"

namespace rdpmend {

// A change and how its place stands now (Unknown where it cannot be read).
struct Remembered {
    HistoryEntry entry;
    Standing standing = Standing::Unknown;
};

// Whether there is something to put back. What somebody else changed since is left to them unless `evenIfChanged`.
bool isOutstanding(const HistoryEntry& entry, bool evenIfChanged);

std::vector<StepResult> refuseAll(std::span<const PlanStep> steps, const Error& error, std::int64_t run = 0);
std::vector<StepResult> notBegun(std::span<const PlanStep> steps, std::int64_t run);    // a step before them failed

class Applier {
public:
    // `journal` may be null: then nothing can be changed, and `whyNoJournal` is said when somebody tries. Everything
    // outlives the applier.
    Applier(Machine& machine, Journal* journal, std::string whyNoJournal = {});

    // Refuses unless every place still holds what the steps say (`before`).
    Status stillHolds(std::span<const PlanStep> steps) const;
    // Everything that can refuse, refuses here, before the first change. A run that is not finished counts as
    // interrupted.
    Result<std::int64_t> beginRun(std::span<const PlanStep> steps, const RunId& id);
    // A step that fails is rolled back and the rest is not begun. One result per step, in their order.
    std::vector<StepResult> carryOut(std::span<const PlanStep> steps, std::int64_t run, const Sink& sink,
                                     const std::stop_token& stop = {});
    void finishRun(std::int64_t run);

    // Everything ever changed, newest last.
    Result<std::vector<Remembered>> history() const;
    // Changes whose making was interrupted (Intended, or Done in a run that never finished). Empty: nothing to recover.
    Result<std::vector<Remembered>> interrupted() const;
    Result<std::vector<RunRecord>> runs() const;
    // Leaves an interrupted run as it stands: what was made stays, and can be undone at any later time.
    Status settle(std::int64_t run);

    // Puts back, newest first; one failure never stops the others. A place that somebody else changed since is kept and
    // reported unless `evenIfChanged`. A journal that refuses is one result without a number.
    using Wanted = std::function<bool(const HistoryEntry&)>;
    std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged = false);
    std::vector<UndoResult> undoWhere(const Wanted& wanted, const Sink& sink, bool evenIfChanged);

private:
    Status journalCanBeWritten() const;
    StepResult carryOutStep(const PlanStep& step, std::int64_t run, const Sink& sink, const std::stop_token& stop);
    Status rollBack(std::span<const HistoryEntry> entries);
    Remembered remember(HistoryEntry entry) const;
    UndoResult undoOne(const HistoryEntry& entry, bool evenIfChanged);

    Machine& m_machine;
    Journal* m_journal;
    std::string m_whyNoJournal;
};

}    // namespace rdpmend

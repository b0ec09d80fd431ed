// One case from the question to the undo. The window and the command line use this class and nothing below it.
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/apply/applier.h"
#include "core/apply/elevated.h"
#include "core/facts/facts.h"
#include "core/journal/journal.h"
#include "core/machine/machine.h"
#include "core/machine/net.h"
#include "core/model/diagnosis.h"
#include "core/model/event.h"
#include "core/model/history.h"
#include "core/model/plan.h"
#include "core/model/target.h"

namespace rdpmend {

struct Probe;
struct Remedy;

class Session {
public:
    // `journal` may be null: then nothing can be changed, and `whyNoJournal` is said when somebody tries. `probes` are
    // all there are unless a test brings its own. `elevated` makes the machine-wide changes; null: the session makes
    // them itself, as on a simulated PC. Everything outlives the session.
    Session(Machine& machine, Net& net, const Facts& facts, Journal* journal, std::string whyNoJournal = {},
            std::span<const Probe* const> probes = {}, Elevated* elevated = nullptr);

    // Runs the probes, ranks the causes. Never throws, never longer than the probes' budgets along the longest chain
    // plus 1 s; a stop gives what was seen so far.
    Diagnosis diagnose(const Target& target, const Sink& sink, std::stop_token stop = {});

    // What would be changed. Without `fixes`: what the ranking proposes; else exactly those ("F401", ids too), each
    // either a step or withheld with its reason. Changes nothing.
    Result<Plan> plan(const Target& target, const Diagnosis& diagnosis, std::span<const std::string> fixes = {});

    // Journals, makes, reads back; a step that fails is rolled back and the rest is not begun. Refuses as a whole when
    // the machine no longer holds what the plan says (`before`). One result per step, in the plan's order. Machine-wide
    // steps that need an administrator come first: when consent is declined (isDeclined), nothing is changed at all.
    std::vector<StepResult> carryOut(const Plan& plan, const Sink& sink, std::stop_token stop = {});

    // Runs the complaining probes again and says what each step did. `before` is the diagnosis the plan came from.
    Diagnosis verify(const Target& target, const Diagnosis& before, const Plan& plan, std::vector<StepResult>& results,
                     const Sink& sink, std::stop_token stop = {});

    // Everything ever changed on this PC, oldest first. Negative numbers: see HistoryEntry.
    using Remembered = rdpmend::Remembered;
    Result<std::vector<Remembered>> history() const;
    // Changes whose making was interrupted (Intended, or Done in a run that never finished). Empty: nothing to recover.
    Result<std::vector<Remembered>> interrupted() const;
    // Leaves an interrupted run as it stands: what was made stays, and can be undone at any later time.
    Status settle(std::int64_t run);

    // Puts back, newest first; one failure never stops the others. A place that somebody else changed since is kept and
    // reported unless `evenIfChanged`. Machine-wide changes ask for an administrator's consent once.
    std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged = false);
    std::vector<UndoResult> undoRun(std::int64_t run, const Sink& sink, bool evenIfChanged = false);
    std::vector<UndoResult> undoAll(const Sink& sink, bool evenIfChanged = false);

    const Machine& machine() const { return m_machine; }
    const Facts& facts() const { return m_facts; }

private:
    // What belongs to the whole PC, with the numbers that people see; nothing where there is no broker.
    struct MachineWide {
        std::vector<Remembered> history{};
        std::vector<Remembered> interrupted{};
        std::vector<std::pair<std::int64_t, std::int64_t>> runs{};    // shown, and in the broker's journal
    };
    Result<MachineWide> machineWide() const;
    std::vector<StepResult> carryOutBoth(const Plan& plan, std::span<const PlanStep> wide, const Sink& sink,
                                         std::stop_token stop);
    using UndoWide = std::function<std::vector<UndoResult>(const Sink&)>;
    std::vector<UndoResult> undoWide(const UndoWide& undoThem, const Sink& sink) const;
    std::vector<UndoResult> undoOwn(const Applier::Wanted& wanted, const Sink& sink, bool evenIfChanged);
    std::vector<UndoResult> undoWhere(const Applier::Wanted& wanted, const Sink& sink, bool evenIfChanged);
    bool testWasMade(const Remedy& remedy, const Target& target, const Diagnosis& diagnosis) const;

    Machine& m_machine;
    Net& m_net;
    const Facts& m_facts;
    Applier m_own;
    Elevated* m_elevated;
    std::span<const Probe* const> m_probes;
};

}    // namespace rdpmend

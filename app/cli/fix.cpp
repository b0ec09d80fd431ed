// fix: shows, asks, changes, checks again, and puts back what did not help.
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/opened_case.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"

namespace rdpmend::cli {
namespace {

bool didNotHelp(const StepResult& result)
{
    return !result.error && !result.rolledBack && (result.effect == Effect::NoChange || result.effect == Effect::Worse);
}

// The journal knows changes by number; those of a fix are the ones of its run that carry its name.
std::vector<std::int64_t> changesOf(const Session& session, const StepResult& result)
{
    std::vector<std::int64_t> numbers;
    if (const auto history = session.history())
        for (const auto& [entry, standing] : *history)
            if (entry.run == result.run && entry.fix == result.fix) numbers.push_back(entry.number);
    return numbers;
}

// False: something that should be put back could not be.
bool putBack(Session& session, Case& theCase, const FixArguments& arguments, Terminal& terminal)
{
    bool allBack = true;
    for (StepResult& result : theCase.results) {
        if (!didNotHelp(result) || arguments.keep) continue;
        if (!arguments.yes && !terminal.ask(result.fix + " did not help. Put it back?", /*otherwise=*/true)) continue;
        const auto undone = session.undo(changesOf(session, result), progressOn(terminal, session.facts()));
        result.rolledBack = !undone.empty() && std::ranges::all_of(undone, [](const UndoResult& one) {
            return one.state == ChangeState::Undone;
        });
        allBack = allBack && result.rolledBack;
        if (!result.rolledBack) printUndone(terminal, undone);
    }
    return allBack;
}

}    // namespace

ExitStatus fix(const FixArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    if (arguments.fixes.empty())
        return terminal.complain("Say which fix to make, for example: rdpmend-cli fix F401 pc-17"), badUsage;
    if (!arguments.yes && !terminal.canAsk())
        return terminal.complain("Nothing was changed: there is no terminal to ask on, so agree with --yes."), badUsage;
    auto opened = openCase(arguments.target, arguments.place);
    if (!opened) return terminal.complain(opened.error()), badUsage;
    if (!opened->machine->present())
        return terminal.complain(
                   "There is no Windows PC here to change; --machine simulated:FILE names a simulated one."),
               badUsage;
    auto journal = openJournal(arguments.place);
    if (!journal) return terminal.complain(journal.error()), fileTrouble;
    opened->journal = *std::move(journal);

    StopOnSignal stop;
    auto session = opened->session();
    Case theCase = look(session, opened->target, terminal, stop.token());
    if (stop.requested()) return terminal.complain("Stopped; nothing was changed."), stopped;
    auto asked = session.plan(opened->target, theCase.diagnosis, arguments.fixes);
    if (!asked) return terminal.complain(asked.error()), badUsage;
    theCase.plan = std::move(*asked);

    printVerdict(terminal, theCase, facts);
    printSteps(terminal, theCase, facts);
    printWithheld(terminal, theCase, facts);
    if (theCase.plan.steps.empty()) return terminal.heading("Nothing was changed."), statusOf(theCase);
    if (!arguments.yes && !terminal.ask("\nMake these changes?", /*otherwise=*/false))
        return terminal.say("Nothing was changed."), statusOf(theCase);

    const Sink progress = progressOn(terminal, facts);
    theCase.results = session.carryOut(theCase.plan, progress, stop.token());
    if (std::ranges::any_of(theCase.results, [](const StepResult& one) { return one.error && isDeclined(*one.error); }))
        return terminal.complain("Nothing was changed: it needs an administrator's consent, and that was not given."),
               notPermitted;
    const bool allMade =
        std::ranges::none_of(theCase.results, [](const StepResult& one) { return one.error.has_value(); });
    theCase.diagnosis =
        session.verify(opened->target, theCase.diagnosis, theCase.plan, theCase.results, progress, stop.token());
    const bool allBack = putBack(session, theCase, arguments, terminal);
    printResults(terminal, theCase, facts);
    for (const StepResult& result : theCase.results)
        if (result.error) terminal.complain(result.fix + ": " + describe(*result.error));
    terminal.say("");
    terminal.say(verdictWords(theCase, facts).sentence);
    if (stop.requested()) return stopped;
    return allMade && allBack ? statusOf(theCase) : fileTrouble;
}

}    // namespace rdpmend::cli

// plan: what would be changed, before and after; changes nothing.
#include "app/cli/commands.h"
#include "app/cli/look.h"
#include "app/cli/opened_case.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"
#include "core/changes/changes.h"

namespace rdpmend::cli {

ExitStatus plan(const PlanArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    const auto opened = openCaseToLook(arguments.target, arguments.place);
    if (!opened) return terminal.complain(opened.error()), badUsage;

    StopOnSignal stop;
    auto session = opened->session();
    Case theCase = look(session, opened->target, terminal, stop.token());
    if (!arguments.fixes.empty()) {
        auto asked = session.plan(opened->target, theCase.diagnosis, arguments.fixes);
        if (!asked) return terminal.complain(asked.error()), badUsage;
        theCase.plan = std::move(*asked);
    }

    printVerdict(terminal, theCase, facts);
    if (theCase.plan.steps.empty()) {
        terminal.heading("Nothing would be changed.");
    } else {
        printSteps(terminal, theCase, facts);
        terminal.heading("Plan " + planHash(theCase.plan));
    }
    printWithheld(terminal, theCase, facts);
    return stop.requested() ? stopped : statusOf(theCase);
}

}    // namespace rdpmend::cli

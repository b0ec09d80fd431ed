// plan: what would be changed, before and after; changes nothing.
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"
#include "core/changes/changes.h"
#include "core/net/asio_net.h"

namespace rdpmend::cli {

ExitStatus plan(const PlanArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    auto target = readTarget(arguments.target, facts);
    if (!target) return terminal.complain(target.error()), badUsage;
    auto machine = openMachine(arguments.place);
    if (!machine) return terminal.complain(machine.error()), badUsage;

    // What was tried before decides what is offered now; without a readable journal nothing was.
    const auto journal = readJournal(arguments.place);
    const auto net = makeAsioNet();
    StopOnSignal stop;
    const auto elevated = openElevated(arguments.place);
    Session session(**machine, *net, facts, journal ? journal->get() : nullptr, {}, {}, elevated.get());
    Case theCase = look(session, *target, terminal, stop.token());
    if (!arguments.fixes.empty()) {
        auto asked = session.plan(*target, theCase.diagnosis, arguments.fixes);
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

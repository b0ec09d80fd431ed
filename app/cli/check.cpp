// check: looks, changes nothing.
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"
#include "core/net/asio_net.h"

namespace rdpmend::cli {

ExitStatus check(const CheckArguments& arguments, Terminal& terminal)
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
    Session session(**machine, *net, facts, journal ? journal->get() : nullptr);
    const Case theCase = look(session, *target, terminal, stop.token());

    const ReportArguments& report = arguments.report;
    if (report.json) {
        terminal.exactly(toJson(theCase, facts, {.redact = report.redact}));
    } else {
        printVerdict(terminal, theCase, facts);
        printOtherCauses(terminal, theCase, facts);
        printOffers(terminal, theCase, facts);
        printNote(terminal, theCase, facts);
    }
    if (!report.html.empty()) {
        const Status written = writeOutput(report.html, toHtml(theCase, facts, {.redact = !report.noRedact}));
        if (!written) return terminal.complain(written.error()), fileTrouble;
    }
    return stop.requested() ? stopped : statusOf(theCase);
}

}    // namespace rdpmend::cli

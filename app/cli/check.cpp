// check: looks, changes nothing.
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/opened_case.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"

namespace rdpmend::cli {

ExitStatus check(const CheckArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    const auto opened = openCaseToLook(arguments.target, arguments.place);
    if (!opened) return terminal.complain(opened.error()), badUsage;

    StopOnSignal stop;
    auto session = opened->session();
    const Case theCase = look(session, opened->target, terminal, stop.token());

    const ReportArguments& report = arguments.report;
    if (report.json) {
        terminal.exactly(toJson(theCase, facts, {.redact = report.redact}));
    } else {
        printVerdict(terminal, theCase, facts);
        printCloud(terminal, theCase);
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

// rdpmend-cli: the command line. Parses, hands over to one command, and turns whatever escapes into a sentence.
#include <exception>

#include "app/cli/commands.h"
#ifdef _WIN32
#include "app/windows/hardening.h"
#endif

namespace {

using namespace rdpmend::cli;

struct Run {
    Terminal& terminal;

    ExitStatus operator()(const ShowText& show) const { return terminal.exactly(show.text), allWell; }
    ExitStatus operator()(const CheckArguments& arguments) const { return check(arguments, terminal); }
    ExitStatus operator()(const ExplainArguments& arguments) const { return explain(arguments, terminal); }
    ExitStatus operator()(const PlanArguments& arguments) const { return plan(arguments, terminal); }
    ExitStatus operator()(const FixArguments& arguments) const { return fix(arguments, terminal); }
    ExitStatus operator()(const UndoArguments& arguments) const { return undo(arguments, terminal); }
    ExitStatus operator()(const HistoryArguments& arguments) const { return history(arguments, terminal); }
    ExitStatus operator()(const PracticeArguments& arguments) const { return practice(arguments, terminal); }
    ExitStatus operator()(const CaptureArguments& arguments) const { return capture(arguments, terminal); }
    ExitStatus operator()(const PcArguments& arguments) const { return pc(arguments, terminal); }
    ExitStatus operator()(const TryArguments& arguments) const { return tryOut(arguments, terminal); }
};

}    // namespace

int main(int argc, char** argv)
{
#ifdef _WIN32
    rdpmend::harden();
#endif
    Terminal terminal;
    try {
        const auto command = parseArguments(argc, argv);
        if (!command) return terminal.complain(command.error()), badUsage;
        const ExitStatus status = std::visit(Run{terminal}, *command);
        if (!terminal.flush()) return terminal.complain("The output could not be written."), fileTrouble;
        return status;
    } catch (const std::exception& problem) {
        terminal.complain(std::string("The program itself failed: ") + problem.what());
        return internalError;
    }
}

// undo: puts back what was changed, at any later time.
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/print.h"
#include "core/base/text.h"
#include "core/net/asio_net.h"

namespace rdpmend::cli {
namespace {

Result<std::int64_t> changeNumber(const std::string& typed)
{
    const auto number = parseShownNumber(typed);
    if (!number)
        return refusal("'" + sanitise(typed, 40) + "' is not the number of a change; see rdpmend-cli history.");
    return *number;
}

}    // namespace

ExitStatus undo(const UndoArguments& arguments, Terminal& terminal)
{
    if (!arguments.all && arguments.run.empty() && arguments.numbers.empty())
        return terminal.complain("Say what to put back: --all, --run N, or numbers of rdpmend-cli history."), badUsage;
    std::vector<std::int64_t> numbers;
    for (const std::string& typed : arguments.run.empty() ? arguments.numbers : std::vector{arguments.run}) {
        const auto number = changeNumber(typed);
        if (!number) return terminal.complain(number.error()), badUsage;
        numbers.push_back(*number);
    }
    auto machine = openMachine(arguments.place);
    if (!machine) return terminal.complain(machine.error()), badUsage;
    auto journal = openJournal(arguments.place);
    if (!journal) return terminal.complain(journal.error()), fileTrouble;

    const auto net = makeAsioNet();
    const auto elevated = openElevated(arguments.place);
    Session session(**machine, *net, Facts::builtIn(), journal->get(), {}, {}, elevated.get());
    const Sink progress = progressOn(terminal, session.facts());
    auto results = arguments.all            ? session.undoAll(progress, arguments.evenIfChanged)
                   : !arguments.run.empty() ? session.undoRun(numbers.front(), progress, arguments.evenIfChanged)
                                            : session.undo(numbers, progress, arguments.evenIfChanged);
    const bool declined =
        std::erase_if(results, [](const UndoResult& one) { return one.error && isDeclined(*one.error); }) > 0;
    if (results.empty() && !declined) return terminal.say("There is nothing to put back."), allWell;
    printUndone(terminal, results);
    if (declined)
        return terminal.complain(
                   "The machine-wide changes stay as they are: putting them back needs an administrator's "
                   "consent, and that was not given."),
               notPermitted;
    const bool allBack =
        std::ranges::all_of(results, [](const UndoResult& one) { return one.state == ChangeState::Undone; });
    return allBack ? allWell : fileTrouble;
}

}    // namespace rdpmend::cli

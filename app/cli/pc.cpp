// pc: what is seen of this PC; changes nothing.
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/print_pc.h"
#include "app/cli/stop.h"
#include "core/base/text.h"

namespace rdpmend::cli {
namespace {

Result<std::set<Subject>> readSubjects(const std::vector<std::string>& typed)
{
    std::set<Subject> out;
    for (const auto& word : typed) {
        const auto subject = subjectNamed(word);
        if (!subject) return refusal('\'' + sanitise(word, 80) + "' is not a subject; see rdpmend-cli pc --help.");
        out.insert(*subject);
    }
    if (out.empty())
        for (const auto& [subject, name] : subjectNames) out.insert(subject);
    return out;
}

template <class T>
bool seen(const Result<T>& result)
{
    return bool{result};
}
template <class T>
bool seen(const std::vector<SeenUnder<T>>& several)
{
    return std::ranges::any_of(several, [](const auto& one) { return bool{one.seen}; });
}
bool seen(const std::string&)
{
    return true;
}

bool anythingSeen(const Inventory& inventory)
{
    bool any = false;
    members(inventory, [&any](std::string_view, const auto& asked) { any = any || (asked && seen(*asked)); });
    return any;
}

}    // namespace

ExitStatus pc(const PcArguments& arguments, Terminal& terminal)
{
    const auto subjects = readSubjects(arguments.subjects);
    if (!subjects) return terminal.complain(subjects.error()), badUsage;
    const auto machine = openMachine(arguments.place);
    if (!machine) return terminal.complain(machine.error()), badUsage;
    if (!(*machine)->present())
        return terminal.complain(
                   "There is no Windows PC here to look at; --machine simulated:FILE names a simulated one."),
               badUsage;

    StopOnSignal stop;
    terminal.progress("Looking at this PC ...");
    auto inventory = takeInventory(**machine, *subjects, stop.token());
    if (arguments.redact) inventory = redacted(std::move(inventory));
    terminal.endProgress();
    if (arguments.json)
        terminal.exactly(toJson(inventory, std::chrono::system_clock::now(), arguments.redact));
    else
        printPc(terminal, inventory);
    if (stop.requested()) return stopped;
    return anythingSeen(inventory) ? allWell : couldNotTell;
}

}    // namespace rdpmend::cli

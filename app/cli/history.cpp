// history: what was changed on this PC, and how it stands now.
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/changes/changes.h"
#include "core/engine/session.h"
#include "core/net/asio_net.h"
#include "core/report/report.h"
#include "core/report/words.h"

namespace rdpmend::cli {
namespace {

using History = std::vector<std::pair<HistoryEntry, Standing>>;

std::string words(Standing standing)
{
    switch (standing) {
    case Standing::AsBefore: return "as before the change";
    case Standing::Ours: return "as changed";
    case Standing::ChangedSince: return "changed by somebody since";
    case Standing::Unknown: return "cannot be looked at";
    }
    return {};
}

Result<History> read(const PlaceArguments& place, Machine& machine)
{
    auto journal = readJournal(place);
    if (!journal) return journal.error();
    const auto net = makeAsioNet();
    const auto elevated = openElevated(place);
    auto remembered = Session(machine, *net, Facts::builtIn(), journal->get(), {}, {}, elevated.get()).history();
    if (!remembered) return remembered.error();
    History out;
    for (auto& one : *remembered) out.emplace_back(std::move(one.entry), one.standing);
    return out;
}

void print(Terminal& terminal, const History& history)
{
    if (history.empty()) terminal.say("Nothing was ever changed by this program.");
    std::int64_t run = 0;
    for (const auto& [entry, standing] : history) {
        if (entry.run != run)
            terminal.heading(fmt::format("Run {}, {}", shownNumber(entry.run), rdpmend::words::utc(entry.when)));
        run = entry.run;
        terminal.say(fmt::format("  {}  {}  {}  {}", shownNumber(entry.number), entry.fix, name(entry.state),
                                 place(entry.change.after)),
                     Style::Plain, 4);
        terminal.say(fmt::format("     {} -> {}; now {}", content(entry.change.before), content(entry.change.after),
                                 words(standing)),
                     Style::Plain, 5);
    }
}

Status exportTo(const std::string& folder, const History& history)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) return refusal("--export: the folder cannot be made: " + problem.message() + ".");
    for (const auto& [entry, standing] : history) {
        const bool registry = std::holds_alternative<SetRegistryValue>(entry.change.before) ||
                              std::holds_alternative<ReplaceRegistryKey>(entry.change.before);
        const std::string file =
            fmt::format("undo-{:0>4}-{}.{}", shownNumber(entry.number), entry.fix, registry ? "reg" : "txt");
        if (Status written =
                writeOutput((std::filesystem::path(folder) / file).string(), toRegFile(entry.change.before));
            !written)
            return written;
    }
    return ok();
}

}    // namespace

ExitStatus history(const HistoryArguments& arguments, Terminal& terminal)
{
    auto machine = openMachine(arguments.place);
    if (!machine) return terminal.complain(machine.error()), badUsage;
    const auto history = read(arguments.place, **machine);
    if (!history) return terminal.complain(history.error()), fileTrouble;
    if (arguments.json)
        terminal.exactly(historyToJson(*history));
    else
        print(terminal, *history);
    if (!arguments.exportTo.empty())
        if (Status written = exportTo(arguments.exportTo, *history); !written)
            return terminal.complain(written.error()), fileTrouble;
    return allWell;
}

}    // namespace rdpmend::cli

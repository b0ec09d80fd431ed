// capture: what a recording of packets tells, connection by connection, and the causes that it supports. Changes
// nothing and asks nobody.
#include "core/capture/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/cli/commands.h"
#include "app/cli/look.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"
#include "core/base/text.h"
#include "core/diagnosis/rank.h"
#include "core/report/redaction.h"
#include "core/report/words.h"

namespace rdpmend::cli {
namespace {

constexpr std::size_t toldWhole = 12;    // streams; more of them are for --json and --stream
constexpr std::size_t hang = 13;         // behind "  t+0.000000  "

Result<std::ifstream> openFile(const std::string& name)
{
    const std::string shown = "'" + sanitise(name, 80) + "'";
    const std::filesystem::path path(std::u8string(name.begin(), name.end()));
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) return refusal(shown + " is a folder; name a file.");
    std::ifstream file(path, std::ios::binary);
    if (!file) return refusal(shown + " cannot be opened; check the name and its rights.");
    return file;
}

double seconds(capture::Time span)
{
    return static_cast<double>(span.count()) / 1e9;
}

void print(Terminal& terminal, const capture::Story& story, const Facts& facts)
{
    terminal.heading(fmt::format("Connection {}: {} to {} ({})", story.number, story.client, story.server,
                                 facts.text("capture.kind." + std::string(name(story.kind)))));
    for (const capture::Line& one : story.lines)
        terminal.say(fmt::format("  t+{:.3f}  {}", seconds(one.at - story.began), words::line(facts, one)),
                     Style::Plain, hang);
    if (story.observations.empty()) return;
    terminal.say("  Who sent the reset? For a device on the way (+), for the computer itself (-), neither ( ):");
    for (const capture::Observation& one : story.observations)
        terminal.say(fmt::format("    {} {}",
                                 one.points > 0   ? '+'
                                 : one.points < 0 ? '-'
                                                  : ' ',
                                 words::observation(facts, one)),
                     Style::Plain, 6);
}

void print(Terminal& terminal, const capture::Recording& recording, const Facts& facts)
{
    terminal.say(fmt::format("{}: {} packets in {:.1f} seconds.", recording.format, recording.packets,
                             seconds(recording.last - recording.first)));
    for (const capture::Line& one : recording.notes) terminal.say(words::line(facts, one), Style::Warn);
    // Those with trouble and the kinds that people want to know of come first in the list; the rest is counted.
    const auto told = std::min(recording.stories.size(), toldWhole);
    for (std::size_t i = 0; i < told; ++i) print(terminal, recording.stories[i], facts);
    const std::size_t more = recording.stories.size() - told;
    if (more != 0)
        terminal.say(
            fmt::format("\n{} more connections are not shown here: see --stream NUMBER, or --json for all.", more));
    if (recording.untold != 0)
        terminal.say(fmt::format("{} other connections are no Remote Desktop, or too many to tell.", recording.untold),
                     Style::Soft);
}

Case caseOf(capture::Recording recording, const Facts& facts)
{
    const capture::Story* story = subject(recording);
    Case theCase{
        .target = targetOf(story), .diagnosis = diagnosisOf(outcomesOf(story), facts), .machine = "a recording"};
    if (capture::provesHealth(story)) theCase.diagnosis.overall = Overall::Healthy;
    theCase.when = std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(recording.first));
    theCase.recording = std::move(recording);
    return theCase;
}

Status keepOnly(const std::string& typed, capture::Recording& recording)
{
    const auto number = parseNumber(typed);
    if (!number) return refusal("--stream: '" + sanitise(typed, 40) + "' is not a number.");
    std::erase_if(recording.stories, [&number](const capture::Story& one) { return one.number != *number; });
    if (recording.stories.empty())
        return refusal("--stream: there is no Remote Desktop connection of that number in the recording.");
    return ok();
}

}    // namespace

ExitStatus capture(const CaptureArguments& arguments, Terminal& terminal)
{
    const Facts& facts = Facts::builtIn();
    auto file = openFile(arguments.file);
    if (!file) return terminal.complain(file.error()), badUsage;
    StopOnSignal stop;
    auto recording = capture::analyse(*file, stop.token());
    if (!recording) return terminal.complain(recording.error()), badUsage;
    if (stop.requested()) return stopped;
    if (!arguments.stream.empty())
        if (Status kept = keepOnly(arguments.stream, *recording); !kept)
            return terminal.complain(kept.error()), badUsage;

    Case theCase = caseOf(std::move(*recording), facts);
    if (arguments.report.json) {
        terminal.exactly(toJson(theCase, facts, {.redact = arguments.report.redact}));
        return statusOf(theCase);
    }
    if (arguments.report.redact) theCase = redacted(theCase);
    print(terminal, *theCase.recording, facts);
    terminal.heading("What it means");
    if (theCase.diagnosis.overall == Overall::Problem)
        printVerdict(terminal, theCase, facts);
    else
        terminal.say(verdictWords(theCase, facts).sentence, Style::Bold);
    printOtherCauses(terminal, theCase, facts);
    printNote(terminal, theCase, facts);
    return statusOf(theCase);
}

}    // namespace rdpmend::cli

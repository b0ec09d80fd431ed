// The case as plain text for a ticket: a first line that fits a short description, then what the next person needs.
#include <fmt/format.h>

#include <cmath>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/report/redaction.h"
#include "core/report/report.h"
#include "core/report/words.h"

namespace rdpmend {
namespace {

constexpr std::size_t firstLine = 156;    // and "...": short descriptions hold 160 characters

std::string line(std::string_view text)
{
    constexpr std::size_t longest = 2000;
    return text.empty() ? std::string{} : sanitise(text, longest) + '\n';
}

std::string about(const Case& theCase)
{
    std::string out = line("Target: " + toString(theCase.target.host));
    if (theCase.target.gateway) out += line("Gateway: " + toString(*theCase.target.gateway));
    if (theCase.target.reported) out += line("Reported: " + toString(*theCase.target.reported));
    return out + line("Checked: " + words::utc(theCase.when)) +
           line("By: rdpmend " RDPMEND_VERSION ", " + theCase.machine);
}

std::string causes(const Case& theCase, const Facts& facts)
{
    std::string out;
    for (const RankedCause& cause : theCase.diagnosis.causes) {
        out += line(fmt::format("{} {} ({}, {} %): {}", cause.number, cause.id, name(cause.weight),
                                std::lround(cause.likelihood * 100), words::causeTitle(theCase, facts, cause.id)));
        for (const Argument& one : cause.forIt) out += "  + " + line(words::argument(theCase, facts, one));
        for (const Argument& one : cause.against) out += "  - " + line(words::argument(theCase, facts, one));
    }
    return out;
}

std::string findings(const Case& theCase, const Facts& facts)
{
    std::string out;
    for (const auto& [probe, finding] : theCase.diagnosis.findings()) {
        out +=
            line(fmt::format("{} ({}): {}", finding.id, name(finding.weight), words::finding(theCase, facts, finding)));
        for (const Evidence& one : finding.evidence) out += "    " + line(one.key + " = " + one.value);
    }
    return out;
}

std::string changes(const Case& theCase)
{
    std::string out;
    for (const HistoryEntry& entry : theCase.history)
        out +=
            line(fmt::format("{} {} {}: {} -> {} ({})", shownNumber(entry.number), entry.fix, place(entry.change.after),
                             content(entry.change.before), content(entry.change.after), name(entry.state)));
    if (!out.empty()) out += line("To undo: rdpmend-cli undo NUMBER, or the page \"What this program changed\".");
    return out;
}

}    // namespace

std::string toTicket(const Case& original, const Facts& facts, const ReportOptions& options)
{
    const Case theCase = options.redact ? redacted(original) : withoutSecrets(original);
    const VerdictWords verdict = verdictWords(theCase, facts);
    const RankedCause* top = theCase.diagnosis.top();
    const std::string number =
        top == nullptr || theCase.diagnosis.overall != Overall::Problem ? "" : top->number + ": ";

    std::string out = sanitise(number + verdict.sentence, firstLine) + "\n\n" + line(verdict.whoActs);
    const auto section = [&out](std::string_view title, const std::string& text) {
        if (!text.empty()) out += fmt::format("\n{}\n{}", title, text);
    };
    section("ABOUT", about(theCase));
    section("NOTE", line(verdict.note));
    section("NEXT TEST", top == nullptr ? "" : line(words::nextTest(theCase, facts, *top)));
    section("CAUSES", causes(theCase, facts));
    section("FINDINGS", findings(theCase, facts));
    section("CHANGED", changes(theCase));
    return out;
}

}    // namespace rdpmend

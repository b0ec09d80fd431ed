#include "app/cli/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/report/words.h"

namespace rdpmend::cli {
namespace {

constexpr std::size_t listIndent = 4;

Style styleOf(const Case& theCase)
{
    switch (theCase.diagnosis.overall) {
    case Overall::Healthy: return Style::Good;
    case Overall::Problem: return Style::Bad;
    case Overall::Inconclusive: return Style::Warn;
    }
    return Style::Plain;
}

void item(Terminal& terminal, std::string_view mark, std::string_view text)
{
    terminal.say(fmt::format("  {} {}", mark, text), Style::Plain, listIndent);
}

int percent(const RankedCause& cause)
{
    return static_cast<int>(std::lround(cause.likelihood * 100));
}

bool blocks(const RankedCause* cause)
{
    return cause != nullptr && cause->weight == Weight::Blocks;
}

// Without a cause that blocks, why it could not be told: what could not be looked at.
void printNotLooked(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    for (const auto& [probe, outcome] : theCase.diagnosis.outcomes)
        if (outcome.error && (outcome.verdict == Verdict::Inconclusive || outcome.verdict == Verdict::Crashed))
            item(terminal, "?", words::probeTitle(facts, probe) + ": " + sanitise(describe(*outcome.error)));
}

std::string outcomeOf(const StepResult& result)
{
    if (result.error) return "could not be made";    // why is said on standard error
    std::string out = result.effect ? words::effect(*result.effect) : "made";
    if (result.rolledBack) out += "; it was put back";
    return out;
}

}    // namespace

void printVerdict(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    const VerdictWords verdict = verdictWords(theCase, facts);
    terminal.say(verdict.sentence, styleOf(theCase));
    if (!verdict.whoActs.empty()) terminal.say(verdict.whoActs);

    const RankedCause* top = theCase.diagnosis.top();
    if (blocks(top)) {
        terminal.heading(fmt::format("Why ({} {}, {} %)", top->number, top->id, percent(*top)));
        for (const Argument& one : top->forIt) item(terminal, "+", words::argument(theCase, facts, one));
        for (const Argument& one : top->against) item(terminal, "-", words::argument(theCase, facts, one));
        const std::string test = words::nextTest(theCase, facts, *top);
        if (!test.empty()) {
            terminal.heading("Next test");
            terminal.say("  " + test, Style::Plain, 2);
        }
    } else if (theCase.diagnosis.overall == Overall::Inconclusive) {
        terminal.heading("What could not be looked at");
        printNotLooked(terminal, theCase, facts);
    }
}

void printCloud(Terminal& terminal, const Case& theCase)
{
    const auto outcome = theCase.diagnosis.outcomes.find("network.avd_endpoints");
    if (!theCase.target.cloud || outcome == theCase.diagnosis.outcomes.end()) return;
    constexpr std::string_view prefix = "avd.";
    terminal.heading("Addresses of the cloud desktop (" + *theCase.target.cloud + ", list of " +
                     std::string(outcome->second.value("avd.list_of")) + ")");
    for (const Evidence& fact : outcome->second.facts)
        if (fact.key != "avd.list_of") item(terminal, fact.key.substr(prefix.size()) + ":", fact.value);
}

void printOtherCauses(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    bool any = false;
    for (const RankedCause& cause : theCase.diagnosis.causes) {
        if (&cause == theCase.diagnosis.top() && blocks(&cause)) continue;
        if (!any) terminal.heading(blocks(theCase.diagnosis.top()) ? "Also possible, or seen" : "Seen on the way");
        any = true;
        item(terminal, cause.number,
             fmt::format("{} ({}, {} %)", words::causeTitle(theCase, facts, cause.id), name(cause.weight),
                         percent(cause)));
    }
}

void printNote(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    const std::string note = verdictWords(theCase, facts).note;
    if (note.empty()) return;
    terminal.heading("A note for whoever must act");
    terminal.say("  " + note, Style::Plain, 2);
}

void printWithheld(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    std::map<std::string, std::string> fixesByReason;
    for (const Withheld& one : theCase.plan.withheld) {
        std::string& fixes = fixesByReason[words::withheld(theCase, facts, one)];
        fixes += (fixes.empty() ? "" : ", ") + one.fix;
    }
    if (fixesByReason.empty()) return;
    terminal.heading("Not offered, and why");
    for (const auto& [reason, fixes] : fixesByReason) item(terminal, fixes + ":", reason);
}

void printOffers(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    if (!theCase.plan.steps.empty()) {
        terminal.heading("What can be changed on this PC");
        for (const PlanStep& step : theCase.plan.steps)
            item(terminal, step.fix, words::fixTitle(facts, step.fix) + "; it " + words::reversal(step.reversal) + ".");
        terminal.say("  Nothing was changed. To see each change: rdpmend-cli plan; to make one: rdpmend-cli fix.",
                     Style::Soft, 2);
    }
    printWithheld(terminal, theCase, facts);
}

void printSteps(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    for (const PlanStep& step : theCase.plan.steps) {
        terminal.heading(step.fix + " " + words::fixTitle(facts, step.fix));
        const std::string effect = facts.text("fix." + step.fix + ".effect", words::values(theCase));
        if (!effect.empty()) terminal.say("  " + effect, Style::Plain, 2);
        terminal.say(fmt::format("  It {}.{}", words::reversal(step.reversal),
                                 step.needsRestart ? " Windows has to be restarted." : ""));
        for (const PlannedChange& change : step.changes) {
            terminal.say("  " + place(change.after), Style::Bold, listIndent);
            terminal.say(fmt::format("    {} -> {}", content(change.before), content(change.after)), Style::Plain,
                         listIndent);
        }
    }
}

void printResults(Terminal& terminal, const Case& theCase, const Facts& facts)
{
    terminal.heading("What became of it");
    for (const StepResult& result : theCase.results)
        item(terminal, result.fix, words::fixTitle(facts, result.fix) + ": " + outcomeOf(result) + ".");
    const auto undoable = [&theCase](const StepResult& result) {
        const auto step = std::ranges::find(theCase.plan.steps, result.fix, &PlanStep::fix);
        return result.run != 0 && !result.error && !result.rolledBack && step != theCase.plan.steps.end() &&
               (step->reversal == Reversal::Exact || step->reversal == Reversal::FromCopy);
    };
    const auto made = std::ranges::find_if(theCase.results, undoable);
    if (made != theCase.results.end())
        terminal.say(fmt::format("  To undo it at any time: rdpmend-cli undo --run {}", made->run), Style::Soft, 2);
}

void printUndone(Terminal& terminal, const std::vector<UndoResult>& results)
{
    for (const UndoResult& result : results) {
        if (result.number == 0 && result.error) {    // as a whole
            terminal.complain(*result.error);
            continue;
        }
        std::string words;
        if (result.error)
            words = "could not be put back";
        else if (result.state == ChangeState::Undone)
            words = "put back";
        else if (result.standing == Standing::ChangedSince)
            words = "kept, because somebody changed it since" +
                    (result.now ? fmt::format(" (it now holds {})", content(*result.now)) : std::string{});
        else
            words = std::string(name(result.state));
        terminal.say(fmt::format("{}: {}.", shownNumber(result.number), words));
        if (result.error) terminal.complain(fmt::format("{}: {}", shownNumber(result.number), describe(*result.error)));
    }
}

}    // namespace rdpmend::cli

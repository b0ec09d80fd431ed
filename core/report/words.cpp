#include "core/report/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend::words {
namespace {

// The text, or the id itself, so that a missing text is seen and never leaves a hole.
std::string textOr(const Facts& facts, const std::string& id, std::string_view otherwise, const Values& values = {})
{
    std::string text = facts.text(id, values);
    return text.empty() ? std::string(otherwise) : text;
}

void addEvidence(Values& values, const Finding& finding)
{
    for (const Evidence& evidence : finding.evidence)
        if (evidence.privacy != Privacy::Secret) values.emplace(evidence.key, evidence.value);
}

Values valuesOf(const std::vector<Evidence>& evidence)
{
    Values values;
    for (const Evidence& one : evidence) values.emplace(one.key, one.value);
    return values;
}

const Finding* find(const Case& theCase, const Argument& argument)
{
    const auto outcome = theCase.diagnosis.outcomes.find(argument.probe);
    if (outcome == theCase.diagnosis.outcomes.end()) return nullptr;
    const auto found = std::ranges::find(outcome->second.findings, argument.finding, &Finding::id);
    return found == outcome->second.findings.end() ? nullptr : &*found;
}

// A verdict may name what its findings measured ("expired on {certificate.not_after}").
Values valuesOf(const Case& theCase, const RankedCause& cause)
{
    Values all = values(theCase);
    for (const Argument& argument : cause.forIt)
        if (const Finding* finding = find(theCase, argument)) addEvidence(all, *finding);
    return all;
}

// "The verdict of a case that no cause explains": the first thing that blocks, in its own words.
std::string unexplained(const Case& theCase, const Facts& facts)
{
    for (const auto& [probe, found] : theCase.diagnosis.findings())
        if (found.weight == Weight::Blocks) return finding(theCase, facts, found);
    return facts.text("verdict.inconclusive", values(theCase));
}

}    // namespace

Values values(const Case& theCase)
{
    return {{"host", theCase.target.host.host},
            {"gateway", theCase.target.gateway ? theCase.target.gateway->host : std::string{}}};
}

std::string finding(const Case& theCase, const Facts& facts, const Finding& finding)
{
    Values all = values(theCase);
    addEvidence(all, finding);
    return textOr(facts, "finding." + finding.id, finding.id, all);
}

std::string argument(const Case& theCase, const Facts& facts, const Argument& argument)
{
    if (const Finding* found = find(theCase, argument)) return finding(theCase, facts, *found);
    constexpr std::string_view healthy = "=healthy";
    if (argument.finding.ends_with(healthy))
        return probeTitle(facts, argument.finding.substr(0, argument.finding.size() - healthy.size())) +
               ": nothing wrong there.";
    return textOr(facts, "finding." + argument.finding, argument.finding, values(theCase));
}

std::string causeTitle(const Case& theCase, const Facts& facts, std::string_view cause)
{
    return textOr(facts, fmt::format("cause.{}.title", cause), cause, values(theCase));
}

std::string causeVerdict(const Case& theCase, const Facts& facts, const RankedCause& cause)
{
    return textOr(facts, fmt::format("cause.{}.verdict", cause.id), cause.id, valuesOf(theCase, cause));
}

std::string nextTest(const Case& theCase, const Facts& facts, const RankedCause& cause)
{
    if (cause.nextTest.empty()) return {};
    const std::string id = cause.nextTest.starts_with("next_test.") ? cause.nextTest : "next_test." + cause.nextTest;
    return textOr(facts, id, cause.nextTest, values(theCase));
}

std::string withheld(const Case& theCase, const Facts& facts, const Withheld& withheld)
{
    return textOr(facts, withheld.reason, withheld.reason, values(theCase));
}

std::string because(const Facts& facts, const Outcome& outcome)
{
    if (outcome.because.empty()) return {};
    if (outcome.verdict == Verdict::Skipped) return probeTitle(facts, outcome.because) + " has to be in order first";
    return textOr(facts, outcome.because, sanitise(outcome.because));
}

std::string whoActs(const Facts& facts, Side side)
{
    return textOr(facts, fmt::format("side.{}.acts", name(side)), name(side));
}

std::string probeTitle(const Facts& facts, std::string_view probe)
{
    return textOr(facts, fmt::format("probe.{}.title", probe), probe);
}

std::string fixTitle(const Facts& facts, std::string_view fix)
{
    return textOr(facts, fmt::format("fix.{}.title", fix), fix);
}

std::string line(const Facts& facts, const capture::Line& line)
{
    return textOr(facts, "capture." + line.id, line.id, valuesOf(line.with));
}

std::string observation(const Facts& facts, const capture::Observation& observation)
{
    return textOr(facts, "capture.observation." + observation.id, observation.id, valuesOf(observation.with));
}

std::string phaseTitle(const Facts& facts, Phase phase)
{
    return textOr(facts, fmt::format("phase.{}.title", name(phase)), name(phase));
}

std::string reversal(Reversal reversal)
{
    switch (reversal) {
    case Reversal::Nothing: return "leaves nothing behind";
    case Reversal::Exact: return "can be undone exactly";
    case Reversal::FromCopy: return "can be undone from a copy";
    case Reversal::Impossible: return "cannot be undone";
    }
    return {};
}

std::string effect(Effect effect)
{
    switch (effect) {
    case Effect::Cured: return "it worked";
    case Effect::NoChange: return "it made no difference";
    case Effect::Worse: return "something that worked before does not work now";
    case Effect::NotVerifiable: return "whether it helped cannot be seen from here";
    }
    return {};
}

std::string utc(std::chrono::system_clock::time_point when)
{
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(when - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

}    // namespace rdpmend::words

namespace rdpmend {

VerdictWords verdictWords(const Case& theCase, const Facts& facts)
{
    const Values values = words::values(theCase);
    if (theCase.recording && theCase.diagnosis.overall != Overall::Problem) {
        const bool healthy = theCase.diagnosis.overall == Overall::Healthy;
        const bool nothing = theCase.diagnosis.outcomes.empty();
        return {.sentence = facts.text(nothing   ? "capture.nothing"
                                       : healthy ? "capture.healthy"
                                                 : "capture.unexplained",
                                       values)};
    }
    switch (theCase.diagnosis.overall) {
    case Overall::Healthy: {
        const bool cloudAlone = theCase.target.host.host.empty() && theCase.target.cloud;
        return {.sentence = facts.text(cloudAlone ? "verdict.cloud_healthy" : "verdict.healthy", values)};
    }
    case Overall::Inconclusive: return {.sentence = facts.text("verdict.inconclusive", values)};
    case Overall::Problem: break;
    }
    const RankedCause* top = theCase.diagnosis.top();
    if (top == nullptr) return {.sentence = words::unexplained(theCase, facts)};

    Values forNote = words::valuesOf(theCase, *top);
    std::string evidence;
    for (const Argument& argument : top->forIt)
        evidence += (evidence.empty() ? "" : " ") + words::argument(theCase, facts, argument);
    forNote["evidence"] = evidence;
    return {.sentence = words::causeVerdict(theCase, facts, *top),
            .whoActs = words::whoActs(facts, top->side),
            .note = facts.text("cause." + top->id + ".note", forNote)};
}

}    // namespace rdpmend

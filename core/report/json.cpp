// The canonical form of a report; the other forms derive from the same case. Its schema is
// resources/schema/report.schema.json: members may be added within a version, never renamed or removed.
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/changes/changes.h"
#include "core/report/redaction.h"
#include "core/report/report.h"
#include "core/report/words.h"

namespace rdpmend {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schemaVersion = 1;

double twoDigits(double value)
{
    return std::round(value * 100.0) / 100.0;
}

std::string dump(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

template <class T, class Write>
Json list(const T& items, Write write)
{
    Json out = Json::array();
    for (const auto& item : items) out.push_back(write(item));
    return out;
}

template <class T, class Write>
Json orNull(const std::optional<T>& value, Write write)
{
    return value ? Json(write(*value)) : Json(nullptr);
}

Json write(const Endpoint& endpoint)
{
    return {{"host", endpoint.host}, {"port", endpoint.port}};
}

Json write(const std::string& text)
{
    return text;
}

Json write(const Error& error)
{
    return {{"code", error.code}, {"text", describe(error)}};
}

Json write(const std::vector<Evidence>& evidence)
{
    Json out = Json::object();
    for (const Evidence& one : evidence) out[one.key] = one.value;
    return out;
}

Json write(const ReportedError& reported)
{
    return {{"reason", reported.reason},
            {"extended", reported.extended ? Json(*reported.extended) : Json(nullptr)},
            {"text", toString(reported)}};
}

Json write(const Target& target)
{
    const auto endpoint = [](const Endpoint& one) { return write(one); };
    const auto text = [](const std::string& one) { return write(one); };
    return {{"host", target.host.host},
            {"port", target.host.port},
            {"gateway", orNull(target.gateway, endpoint)},
            {"proxy", orNull(target.proxy, endpoint)},
            {"user", orNull(target.user, text)},
            {"reported", orNull(target.reported, [](const ReportedError& one) { return write(one); })},
            {"client", target.client},
            {"trust_anchors", target.trustAnchors.size()},
            {"rdp_file", orNull(target.rdpFile, text)},
            {"deep", target.deep}};
}

Json write(const Argument& argument)
{
    return {{"finding", argument.finding}, {"probe", argument.probe}, {"weight", twoDigits(argument.weight)}};
}

Json write(const PlannedChange& change)
{
    return {{"place", place(change.after)}, {"before", content(change.before)}, {"after", content(change.after)}};
}

Json write(const HistoryEntry& entry)
{
    return {{"number", entry.number},
            {"name", shownNumber(entry.number)},
            {"run", entry.run},
            {"run_name", shownNumber(entry.run)},
            {"fix", entry.fix},
            {"remedy", entry.remedy},
            {"scope", name(entry.scope)},
            {"reversal", name(entry.reversal)},
            {"state", name(entry.state)},
            {"when", words::utc(entry.when)},
            {"change", write(entry.change)}};
}

Json write(const StepResult& result)
{
    return {{"fix", result.fix},
            {"error", orNull(result.error, [](const Error& error) { return write(error); })},
            {"rolled_back", result.rolledBack},
            {"effect", orNull(result.effect, [](Effect effect) { return name(effect); })},
            {"run", result.run}};
}

// Those parts that need words.
class Writer {
public:
    Writer(const Case& theCase, const Facts& facts) : m_case(theCase), m_facts(facts) {}

    Json cause(const RankedCause& cause) const
    {
        const auto argument = [](const Argument& one) { return write(one); };
        const std::string test = words::nextTest(m_case, m_facts, cause);
        return {{"id", cause.id},
                {"number", cause.number},
                {"side", name(cause.side)},
                {"weight", name(cause.weight)},
                {"likelihood", twoDigits(cause.likelihood)},
                {"title", words::causeTitle(m_case, m_facts, cause.id)},
                {"verdict", words::causeVerdict(m_case, m_facts, cause)},
                {"for", list(cause.forIt, argument)},
                {"against", list(cause.against, argument)},
                {"next_test", test.empty() ? Json(nullptr) : Json(test)},
                {"fixes", cause.fixes}};
    }

    Json finding(const std::pair<std::string, Finding>& seen) const
    {
        const auto& [probe, finding] = seen;
        return {{"id", finding.id},
                {"probe", probe},
                {"weight", name(finding.weight)},
                {"text", words::finding(m_case, m_facts, finding)},
                {"evidence", write(finding.evidence)}};
    }

    Json outcome(const Outcome& outcome) const
    {
        const std::string because = words::because(m_facts, outcome);
        return {{"verdict", name(outcome.verdict)},
                {"ms", outcome.took.count()},
                {"facts", write(outcome.facts)},
                {"because", because.empty() ? Json(nullptr) : Json(because)},
                {"error", orNull(outcome.error, [](const Error& error) { return write(error); })}};
    }

    Json step(const PlanStep& step) const
    {
        return {{"fix", step.fix},
                {"remedy", step.remedy},
                {"title", words::fixTitle(m_facts, step.fix)},
                {"cause", step.cause.empty() ? Json(nullptr) : Json(step.cause)},
                {"scope", name(step.scope)},
                {"reversal", name(step.reversal)},
                {"needs_restart", step.needsRestart},
                {"complaints", step.complaints},
                {"changes", list(step.changes, [](const PlannedChange& one) { return write(one); })}};
    }

    Json withheld(const Withheld& withheld) const
    {
        return {{"fix", withheld.fix},
                {"remedy", withheld.remedy},
                {"title", words::fixTitle(m_facts, withheld.fix)},
                {"reason", withheld.reason},
                {"text", words::withheld(m_case, m_facts, withheld)}};
    }

    Json story(const capture::Story& story, capture::Time first) const
    {
        return {
            {"number", story.number},
            {"kind", capture::name(story.kind)},
            {"stage", capture::name(story.stage)},
            {"client", story.client},
            {"server", story.server},
            {"began", seconds(story.began - first)},
            {"seconds", seconds(story.ended - story.began)},
            {"packets", story.packets},
            {"story", list(story.lines,
                           [&](const capture::Line& one) {
                               return Json{{"at", seconds(one.at - story.began)},
                                           {"id", one.id},
                                           {"text", words::line(m_facts, one)}};
                           })},
            {"observations",
             list(story.observations,
                  [&](const capture::Observation& one) {
                      return Json{{"id", one.id}, {"points", one.points}, {"text", words::observation(m_facts, one)}};
                  })},
            {"findings", list(story.findings, [](const Finding& one) { return Json(one.id); })}};
    }

    Json recording(const capture::Recording& recording) const
    {
        return {
            {"format", recording.format},
            {"packets", recording.packets},
            {"understood", recording.understood},
            {"seconds", seconds(recording.last - recording.first)},
            {"notes", list(recording.notes, [&](const capture::Line& one) { return Json(words::line(m_facts, one)); })},
            {"streams",
             list(recording.stories, [&](const capture::Story& one) { return story(one, recording.first); })},
            {"untold", recording.untold}};
    }

private:
    static double seconds(capture::Time span) { return static_cast<double>(span.count() / 1000) / 1e6; }

    const Case& m_case;
    const Facts& m_facts;
};

}    // namespace

std::string toJson(const Case& original, const Facts& facts, const ReportOptions& options)
{
    const Case theCase = options.redact ? redacted(original) : withoutSecrets(original);
    const VerdictWords verdict = verdictWords(theCase, facts);
    const Writer writer(theCase, facts);
    Json outcomes = Json::object();
    for (const auto& [probe, outcome] : theCase.diagnosis.outcomes) outcomes[probe] = writer.outcome(outcome);

    Json report = {
        {"schema", schemaVersion},
        {"program", "rdpmend"},
        {"version", RDPMEND_VERSION},
        {"when", words::utc(theCase.when)},
        {"redacted", options.redact},
        {"machine", theCase.machine},
        {"target", write(theCase.target)},
        {"verdict", name(theCase.diagnosis.overall)},
        {"sentence", verdict.sentence},
        {"who_acts", verdict.whoActs},
        {"note", verdict.note},
        {"causes", list(theCase.diagnosis.causes, [&](const RankedCause& one) { return writer.cause(one); })},
        {"findings", list(theCase.diagnosis.findings(), [&](const auto& one) { return writer.finding(one); })},
        {"outcomes", outcomes},
        {"plan",
         {{"steps", list(theCase.plan.steps, [&](const PlanStep& one) { return writer.step(one); })},
          {"withheld", list(theCase.plan.withheld, [&](const Withheld& one) { return writer.withheld(one); })}}},
        {"results", list(theCase.results, [](const StepResult& one) { return write(one); })},
        {"history", list(theCase.history, [](const HistoryEntry& one) { return write(one); })},
        {"connections", theCase.diagnosis.connections},
    };
    if (theCase.recording) report["recording"] = writer.recording(*theCase.recording);
    return dump(report);
}

std::string historyToJson(std::span<const std::pair<HistoryEntry, Standing>> history)
{
    return dump({{"schema", schemaVersion},
                 {"program", "rdpmend"},
                 {"version", RDPMEND_VERSION},
                 {"history", list(history, [](const auto& one) {
                      Json entry = write(one.first);
                      entry["standing"] = name(one.second);
                      return entry;
                  })}});
}

}    // namespace rdpmend

#include "core/diagnosis/rank.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace rdpmend {
namespace {

struct Seen {
    std::string probe{};
    Weight weight = Weight::Note;
};
// What may stand in a rule: finding ids, and "<probe id>=<verdict>".
using Observations = std::map<std::string, Seen, std::less<>>;

Observations observe(const Outcomes& outcomes)
{
    Observations seen;
    for (const auto& [probe, outcome] : outcomes) {
        seen.emplace(probe + '=' + std::string(name(outcome.verdict)), Seen{.probe = probe});
        for (const auto& finding : outcome.findings) {
            auto& one = seen[finding.id];
            if (one.probe.empty()) one.probe = probe;
            one.weight = std::max(one.weight, finding.weight);
        }
    }
    return seen;
}

// The heaviest finding of the sets that establish the cause; nullopt when none is complete.
std::optional<Weight> established(const CauseRule& rule, const Observations& seen)
{
    std::optional<Weight> weight;
    for (const auto& set : rule.establishedBy) {
        const bool complete = std::ranges::all_of(set, [&seen](const std::string& id) { return seen.contains(id); });
        if (!complete || set.empty()) continue;
        for (const auto& id : set) weight = std::max(weight.value_or(Weight::Note), seen.find(id)->second.weight);
    }
    return weight;
}

std::vector<Argument> arguments(const std::vector<EvidenceRule>& rules, const Observations& seen, double sign)
{
    std::vector<Argument> out;
    for (const auto& rule : rules) {
        const auto found = seen.find(rule.finding);
        if (found != seen.end())
            out.push_back(
                {.finding = rule.finding, .probe = found->second.probe, .weight = sign * std::abs(rule.weight)});
    }
    std::ranges::sort(out,
                      [](const Argument& a, const Argument& b) { return std::abs(a.weight) > std::abs(b.weight); });
    return out;
}

double sum(const std::vector<Argument>& list)
{
    double total = 0;
    for (const auto& one : list) total += one.weight;
    return total;
}

}    // namespace

std::vector<RankedCause> rankCauses(const Outcomes& outcomes, const Facts& facts)
{
    const auto seen = observe(outcomes);
    const auto gateway = outcomes.find("transport.gateway");
    const bool throughGateway = gateway != outcomes.end() && gateway->second.verdict != Verdict::NotApplicable;
    std::vector<RankedCause> causes;
    for (const auto& rule : facts.causes()) {
        const auto weight = established(rule, seen);
        if (!weight) continue;
        RankedCause cause{.id = rule.id, .number = rule.number, .side = rule.side, .fixes = rule.fixes};
        cause.weight = rule.weight.value_or(*weight);
        if (throughGateway) cause.side = rule.sideAtGateway.value_or(rule.side);
        cause.forIt = arguments(rule.forIt, seen, 1);
        cause.against = arguments(rule.against, seen, -1);
        cause.likelihood = 1 / (1 + std::exp(-(rule.prior + sum(cause.forIt) + sum(cause.against))));
        const bool settled =
            std::ranges::any_of(rule.settledBy, [&seen](const std::string& id) { return seen.contains(id); });
        if (!settled) cause.nextTest = rule.nextTest;
        causes.push_back(std::move(cause));
    }
    std::ranges::stable_sort(causes, [](const RankedCause& a, const RankedCause& b) {
        if (a.weight != b.weight) return a.weight > b.weight;
        if (a.likelihood != b.likelihood) return a.likelihood > b.likelihood;
        return a.number < b.number;
    });
    return causes;
}

Overall overallOf(const Outcomes& outcomes, const std::vector<RankedCause>& causes)
{
    if (!causes.empty() && causes.front().weight == Weight::Blocks) return Overall::Problem;
    const bool anyBlocks =
        std::ranges::any_of(outcomes, [](const auto& entry) { return entry.second.verdict == Verdict::Problem; });
    if (anyBlocks) return Overall::Problem;
    // A case about a cloud's addresses alone asks for nothing else.
    const auto cloud = outcomes.find("network.avd_endpoints");
    if (outcomes.size() == 1 && cloud != outcomes.end())
        return cloud->second.verdict == Verdict::Healthy ? Overall::Healthy : Overall::Inconclusive;
    // The stages every connection goes through; probes beside the way may be blind without spoiling the verdict.
    const auto passed = [&outcomes](std::string_view probe) {
        const auto found = outcomes.find(probe);
        return found != outcomes.end() &&
               (found->second.verdict == Verdict::Healthy || found->second.verdict == Verdict::NotApplicable);
    };
    const bool wholeWay = passed("network.dns") && passed("network.tcp_port") && passed("transport.negotiation") &&
                          passed("transport.tls_handshake") && passed("transport.session_start") &&
                          passed("transport.gateway");
    return wholeWay ? Overall::Healthy : Overall::Inconclusive;
}

Diagnosis diagnosisOf(Outcomes outcomes, const Facts& facts)
{
    Diagnosis diagnosis{.outcomes = std::move(outcomes)};
    diagnosis.causes = rankCauses(diagnosis.outcomes, facts);
    diagnosis.overall = overallOf(diagnosis.outcomes, diagnosis.causes);
    return diagnosis;
}

}    // namespace rdpmend

// Reads: the kernel's view of our own connections.  Finds: round trips or losses beyond what RDP bears.
//
// With --deep a few more connections are made; a loss rate from so few packets is never stated, only that packets were
// lost. RDP feels sluggish above about 150 ms and breaks up with steady loss.
#include <algorithm>

#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr auto slow = std::chrono::milliseconds(250);

Outcome run(ProbeContext& c)
{
    const auto first = c.conversation.reach(Stage::Session, c.deadline);
    if (!first.tcp)
        return Outcome::couldNotLook(refusal("This system does not tell the round-trip time of a connection."));
    std::vector<std::chrono::microseconds> trips{first.tcp->roundTrip};
    auto lost = first.tcp->retransmitted;
    if (c.target.deep) {
        auto question = c.conversation.usual();
        question.upTo = Stage::Tls;
        while (!c.deadline.over()) {
            const auto more = c.conversation.ask(question, c.deadline);
            if (!more) break;
            if (!more->tcp) continue;
            trips.push_back(more->tcp->roundTrip);
            lost += more->tcp->retransmitted;
        }
    }
    std::ranges::sort(trips);
    const auto median = trips[trips.size() / 2];
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("link.round_trip", milliseconds(median));
    outcome.fact("link.round_trip_spread", milliseconds(trips.back() - trips.front()));
    outcome.fact("link.retransmitted", std::to_string(lost));
    outcome.fact("link.connections_measured", std::to_string(trips.size()));
    if (first.tcp->mss != 0) outcome.fact("link.mss", std::to_string(first.tcp->mss));
    const std::vector<Evidence> measured = outcome.facts;
    if (median > slow) outcome.add({.id = "network.slow_link", .weight = Weight::Degrades, .evidence = measured});
    // One repeated segment is everyday life; several in so few packets are not.
    if (lost >= 2) outcome.add({.id = "network.lossy_link", .weight = Weight::Degrades, .evidence = measured});
    return outcome;
}

}    // namespace

extern const Probe network_link_quality;
const Probe network_link_quality{
    .id = "network.link_quality",
    .phase = Phase::Network,
    .place = Place::Network,
    .needs = {"network.tcp_port"},
    .after = {"transport.session_start", "transport.gateway", "certificates.tls_agreement", "network.black_hole"},
    .budget = std::chrono::seconds(30),
    .run = run};

}    // namespace rdpmend::probes

// Reads: the kernel's view of our own connections.  Finds: round trips or losses beyond what RDP bears.
//
// One connection gives one number. With --deep all connections that may still be opened are measured, and what they
// allow to say is stated as 95 % intervals: of the round trip, and of the share of opening packets that got lost (a
// repeated one is sent a second later, RFC 6298 2). RDP feels sluggish above about 150 ms and breaks up with steady
// loss.
#include <algorithm>
#include <cmath>

#include "core/probes/common.h"
#include "core/probes/interval.h"

namespace rdpmend::probes {
namespace {

constexpr auto slow = std::chrono::milliseconds(250);
constexpr auto repeatedAfter = std::chrono::milliseconds(900);    // the first retransmission of a SYN, a little early

struct Measured {
    std::vector<std::chrono::microseconds> trips{};
    std::uint32_t retransmitted = 0;
    unsigned opened = 0, openedLate = 0;

    void add(const Attempt& attempt)
    {
        if (attempt.tcp) {
            trips.push_back(attempt.tcp->roundTrip);
            retransmitted += attempt.tcp->retransmitted;
        }
        for (const auto& one : attempt.tries) {
            ++opened;
            const bool unanswered = one.error && one.error->failure == NetFailure::Silent;
            if (unanswered || one.took >= repeatedAfter) ++openedLate;
        }
    }
};

std::string percent(double share)
{
    return std::to_string(std::lround(share * 100)) + " %";
}

void addIntervals(Outcome& outcome, const Measured& measured)
{
    std::vector<double> samples;
    for (const auto trip : measured.trips) samples.push_back(static_cast<double>(trip.count()) / 1000);
    if (samples.size() >= 2) {
        const auto mean = meanInterval(samples);
        outcome.fact("link.round_trip_95", std::to_string(std::lround(std::max(0.0, mean.from))) + " to " +
                                               std::to_string(std::lround(mean.to)) + " ms");
        double steps = 0;    // RFC 3550 6.4.1 without its smoothing: how much one differs from the one before
        for (std::size_t i = 1; i < samples.size(); ++i) steps += std::abs(samples[i] - samples[i - 1]);
        outcome.fact("link.jitter",
                     std::to_string(std::lround(steps / static_cast<double>(samples.size() - 1))) + " ms");
    }
    const auto lost = shareInterval(measured.openedLate, measured.opened);
    outcome.fact("link.opening_lost", std::to_string(measured.openedLate) + " of " + std::to_string(measured.opened));
    outcome.fact("link.opening_lost_95", percent(lost.from) + " to " + percent(lost.to));
}

Outcome run(ProbeContext& c)
{
    const auto first = c.conversation.reach(Stage::Session, c.deadline);
    if (!first.tcp)
        return Outcome::couldNotLook(refusal("This system does not tell the round-trip time of a connection."));
    Measured measured;
    measured.add(first);
    if (c.target.deep) {
        auto question = c.conversation.usual();
        question.upTo = Stage::Tls;
        while (!c.deadline.over()) {
            const auto more = c.conversation.ask(question, c.deadline);
            if (!more) break;
            measured.add(*more);
        }
    }
    Outcome outcome{.verdict = Verdict::Healthy};
    if (c.target.deep) addIntervals(outcome, measured);
    auto& trips = measured.trips;
    std::ranges::sort(trips);
    const auto median = trips[trips.size() / 2];
    outcome.fact("link.round_trip", milliseconds(median));
    outcome.fact("link.round_trip_spread", milliseconds(trips.back() - trips.front()));
    outcome.fact("link.retransmitted", std::to_string(measured.retransmitted));
    outcome.fact("link.connections_measured", std::to_string(trips.size()));
    if (first.tcp->mss != 0) outcome.fact("link.mss", std::to_string(first.tcp->mss));
    const std::vector<Evidence> evidence = outcome.facts;
    if (median > slow) outcome.add({.id = "network.slow_link", .weight = Weight::Degrades, .evidence = evidence});
    // One repeated segment is everyday life; several in so few packets are not.
    if (measured.retransmitted >= 2)
        outcome.add({.id = "network.lossy_link", .weight = Weight::Degrades, .evidence = evidence});
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

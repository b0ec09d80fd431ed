// Needs: an address.  Finds: why TCP does not open: refused, silent, rejected on the way, no route.
#include <algorithm>

#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

// A router's "administratively prohibited" comes at once; "host unreachable" only after the last router's (or our own)
// neighbour discovery gave up, which takes a second or more. The two share one errno, so the time has to tell.
constexpr auto neighbourTimeout = std::chrono::milliseconds(900);

std::string_view findingFor(const NetError& error)
{
    switch (error.failure) {
    case NetFailure::Refused: return "network.port_refused";
    case NetFailure::Silent: return "network.port_silent";
    case NetFailure::NetworkUnreachable: return "network.no_route";
    case NetFailure::HostUnreachable:
        return error.after < neighbourTimeout ? "network.port_rejected" : "network.no_route";
    case NetFailure::Forbidden: return "network.port_forbidden";
    case NetFailure::Reset:
    case NetFailure::Closed:
    case NetFailure::Other:
    case NetFailure::Cancelled:
    case NetFailure::TlsAlert:
    case NetFailure::TlsBroken:
    case NetFailure::Refusal: return "";
    }
    return "";
}

// "IPv6" when all addresses of that family failed and the one that answers is of the other; "" else.
std::string_view failedFamily(const std::vector<AddressTry>& tries)
{
    const auto answers = tries.back().address.family;
    const bool allOthers = std::ranges::all_of(
        tries, [answers](const AddressTry& one) { return one.error.has_value() == (one.address.family != answers); });
    if (!allOthers) return "";
    return answers == Family::V4 ? "IPv6" : "IPv4";
}

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Connect, c.deadline);
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("tcp.port", std::to_string(c.conversation.endpoint().port));
    for (const auto& one : attempt.tries) {
        const auto said = one.error ? endingWords(*one.error) : "open after " + milliseconds(one.took);
        outcome.fact("tcp.try", one.address.text + ": " + said, Privacy::Personal);
    }
    if (attempt.reached(Stage::Connect)) {
        const bool someFailed =
            std::ranges::any_of(attempt.tries, [](const AddressTry& one) { return one.error.has_value(); });
        if (someFailed)
            outcome.add(
                {.id = "network.some_addresses_fail",
                 .weight = Weight::Degrades,
                 .evidence = {{.key = "tcp.failed_family", .value = std::string(failedFamily(attempt.tries))}}});
        return outcome;
    }
    if (attempt.http) {    // a proxy answered CONNECT with a refusal
        outcome.add({.id = attempt.http->status == 407 ? "network.proxy_asks_sign_in" : "network.proxy_refuses",
                     .evidence = {{.key = "proxy.status", .value = std::to_string(attempt.http->status)}}});
        return outcome;
    }
    if (c.conversation.isGateway() && c.target.proxy && attempt.error &&
        attempt.error->failure != NetFailure::Cancelled)
        return outcome.add({.id = "network.proxy_unreachable", .evidence = endingEvidence(attempt)});
    // The system may learn of a reset at accept before it tells us that the connection was open.
    if (attempt.cutOff()) {
        addCut(outcome, "transport.cut_at_connect", attempt, endingEvidence(attempt));
        return outcome;
    }
    // With several addresses the most telling failure counts: a refusal proves a living host.
    for (const auto failure : {NetFailure::Refused, NetFailure::Forbidden, NetFailure::HostUnreachable,
                               NetFailure::Silent, NetFailure::NetworkUnreachable}) {
        const auto found = std::ranges::find_if(
            attempt.tries, [failure](const AddressTry& one) { return one.error && one.error->failure == failure; });
        if (found == attempt.tries.end()) continue;
        auto evidence = endingEvidence(attempt);
        evidence.push_back({.key = "tcp.address", .value = found->address.text, .privacy = Privacy::Personal});
        evidence.push_back({.key = "tcp.port", .value = std::to_string(c.conversation.endpoint().port)});
        outcome.add({.id = std::string(findingFor(*found->error)), .evidence = std::move(evidence)});
        return outcome;
    }
    return couldNotReach(attempt, "open a TCP connection");
}

}    // namespace

extern const Probe network_tcp_port;
const Probe network_tcp_port{.id = "network.tcp_port",
                             .phase = Phase::Network,
                             .place = Place::Network,
                             .needs = {"network.dns"},
                             .budget = std::chrono::seconds(16),
                             .run = run};

}    // namespace rdpmend::probes

// Needs: TLS (or Standard RDP Security).  Finds: whether the host still talks when the session itself begins.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Session, c.deadline);
    if (attempt.reached(Stage::Session)) {
        Outcome outcome{.verdict = Verdict::Healthy};
        outcome.fact("session.answered", attempt.challenge   ? "NTLM challenge"
                                         : attempt.tsRequest ? "CredSSP"
                                         : attempt.settings  ? "MCS Connect-Response"
                                                             : "nothing to ask");
        return outcome;
    }
    if (attempt.endedAt() != Stage::Session || !attempt.error) return couldNotReach(attempt, "begin the session");
    Outcome outcome;
    auto evidence = endingEvidence(attempt);
    if (attempt.ultimatum) {
        evidence.push_back({.key = "mcs.reason", .value = std::to_string(*attempt.ultimatum)});
        return outcome.add({.id = "transport.server_ended", .evidence = std::move(evidence)});
    }
    if (attempt.cutOff()) {
        addCut(outcome, "transport.cut_after_tls", attempt, std::move(evidence));
        return outcome;
    }
    switch (attempt.error->failure) {
    case NetFailure::Silent: return outcome.add({.id = "transport.silent_after_tls", .evidence = std::move(evidence)});
    case NetFailure::TlsAlert:
    case NetFailure::TlsBroken:
    case NetFailure::Refusal:    // an answer that is not the protocol's
        if (!attempt.foreign.empty()) evidence.push_back({.key = "answer.bytes", .value = beginning(attempt.foreign)});
        return outcome.add({.id = "transport.broken_after_tls", .evidence = std::move(evidence)});
    case NetFailure::Refused:
    case NetFailure::NetworkUnreachable:
    case NetFailure::HostUnreachable:
    case NetFailure::Forbidden:
    case NetFailure::Reset:
    case NetFailure::Closed:
    case NetFailure::Cancelled:
    case NetFailure::Other: break;
    }
    return couldNotReach(attempt, "begin the session");
}

}    // namespace

extern const Probe transport_session_start;
const Probe transport_session_start{.id = "transport.session_start",
                                    .phase = Phase::Transport,
                                    .place = Place::Host,
                                    .needs = {"transport.negotiation", "transport.tls_handshake"},
                                    .run = run};

}    // namespace rdpmend::probes

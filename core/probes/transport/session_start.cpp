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
    if (attempt.error->failure == NetFailure::Silent)
        return outcome.add({.id = "transport.silent_after_tls", .evidence = std::move(evidence)});
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

// Needs: an open port.  Finds: what the host says to the X.224 request, or how it falls silent. [MS-RDPBCGR] 2.2.1.2
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Negotiate, c.deadline);
    const auto requested = attempt.question.requestedProtocols.value_or(protocol::protocolRdp);
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("negotiation.requested", protocol::protocolNames(requested));
    if (!attempt.confirm) {
        if (!attempt.foreign.empty()) return couldNotReach(attempt, "negotiate with the host");
        if (attempt.cutOff()) {
            addCut(outcome, "transport.cut_at_connect", attempt, endingEvidence(attempt));
            return outcome;
        }
        if (attempt.error && attempt.error->failure == NetFailure::Silent)
            return outcome.add({.id = "transport.no_confirm", .evidence = endingEvidence(attempt)});
        return couldNotReach(attempt, "negotiate with the host");
    }
    const auto& confirm = *attempt.confirm;
    if (confirm.failure) {
        const auto code = static_cast<protocol::NegotiationFailure>(*confirm.failure);
        outcome.fact("negotiation.failure", std::to_string(*confirm.failure) + ' ' + std::string(protocol::name(code)));
        return outcome.add({.id = std::string(protocol::findingFor(*confirm.failure)),
                            .evidence = {{.key = "negotiation.requested", .value = protocol::protocolNames(requested)},
                                         {.key = "negotiation.failure", .value = std::string(protocol::name(code))}}});
    }
    outcome.fact("negotiation.selected", protocol::protocolNames(confirm.selected));
    outcome.fact("negotiation.flags", "0x" + toHex(Bytes{confirm.flags}));
    outcome.fact("negotiation.took",
                 milliseconds(attempt.took.contains(Stage::Negotiate) ? attempt.took.at(Stage::Negotiate)
                                                                      : std::chrono::microseconds{}));
    // A confirm does not mean that what was asked for was accepted: some servers answer with Standard RDP Security.
    if (confirm.selected == protocol::protocolRdp && requested != protocol::protocolRdp)
        outcome.add({.id = "transport.downgraded_to_rdp",
                     .weight = Weight::Degrades,
                     .evidence = {{.key = "negotiation.requested", .value = protocol::protocolNames(requested)}}});
    return outcome;
}

}    // namespace

extern const Probe transport_negotiation;
const Probe transport_negotiation{.id = "transport.negotiation",
                                  .phase = Phase::Transport,
                                  .place = Place::Host,
                                  .needs = {"network.tcp_port"},
                                  .run = run};

}    // namespace rdpmend::probes

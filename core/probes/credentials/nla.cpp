// Needs: the negotiation.  Finds: a host without NLA, or one that demands it of a client that does not offer it.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint32_t nla = protocol::protocolHybrid | protocol::protocolHybridEx;

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Negotiate, c.deadline);
    if (!attempt.confirm) return couldNotReach(attempt, "see whether the host offers NLA");
    const auto requested = attempt.question.requestedProtocols.value_or(protocol::protocolRdp);
    const auto& confirm = *attempt.confirm;
    if (confirm.failure) {
        const bool required =
            *confirm.failure == static_cast<std::uint32_t>(protocol::NegotiationFailure::HybridRequiredByServer);
        if (!required) return couldNotReach(attempt, "see whether the host offers NLA");
        Outcome outcome;
        return outcome.add(
            {.id = "credentials.nla_required",
             .evidence = {{.key = "negotiation.requested", .value = protocol::protocolNames(requested)}}});
    }
    auto outcome = Outcome::healthy({{.key = "nla.selected", .value = (confirm.selected & nla) != 0 ? "yes" : "no"}});
    if ((requested & nla) != 0 && (confirm.selected & nla) == 0)
        outcome.add(
            {.id = "credentials.nla_not_offered",
             .weight = Weight::Note,
             .evidence = {{.key = "negotiation.selected", .value = protocol::protocolNames(confirm.selected)}}});
    return outcome;
}

}    // namespace

extern const Probe credentials_nla;
const Probe credentials_nla{.id = "credentials.nla",
                            .phase = Phase::Credentials,
                            .place = Place::Host,
                            .needs = {"network.tcp_port"},
                            .after = {"transport.negotiation"},
                            .run = run};

}    // namespace rdpmend::probes

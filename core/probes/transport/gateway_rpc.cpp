// After: a gateway whose HTTP transport failed.  Finds: that RPC over HTTP answers there, so that the older transport
// would carry the connection. [MS-RPCH] 2.1.2.1
#include <algorithm>

#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto usual = c.conversation.usual().gatewayTransport;
    if (c.outcome("transport.gateway").verdict != Verdict::Problem || usual == protocol::GatewayTransport::RpcOverHttp)
        return Outcome::notApplicable("not_applicable.gateway_answered");
    auto question = c.conversation.usual();
    question.gatewayTransport = protocol::GatewayTransport::RpcOverHttp;
    const auto attempt = c.conversation.ask(question, c.deadline);
    if (!attempt) return Outcome::couldNotLook(refusal("No further connection may be opened."));
    if (!attempt->http) return couldNotReach(*attempt, "ask the gateway for RPC over HTTP");
    auto outcome = Outcome::healthy({{.key = "rpc.status", .value = std::to_string(attempt->http->status)}});
    const auto schemes = attempt->http->all("www-authenticate");
    const bool answers = attempt->http->status == 401 && std::ranges::any_of(schemes, [](std::string_view scheme) {
                             return startsWithIgnoringCase(scheme, "negotiate") ||
                                    startsWithIgnoringCase(scheme, "ntlm") || startsWithIgnoringCase(scheme, "basic");
                         });
    if (answers) outcome.add({.id = "transport.gateway_http_transport_broken", .evidence = outcome.facts});
    return outcome;
}

}    // namespace

extern const Probe transport_gateway_rpc;
const Probe transport_gateway_rpc{.id = "transport.gateway_rpc",
                                  .phase = Phase::Transport,
                                  .place = Place::Gateway,
                                  .needs = {"network.tcp_port", "transport.tls_handshake"},
                                  .after = {"transport.gateway"},
                                  .budget = std::chrono::seconds(20),
                                  .run = run};

}    // namespace rdpmend::probes

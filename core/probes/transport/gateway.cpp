// Needs: TLS to the gateway.  Finds: what stands at the gateway's address and what it says to a client's first request.
//
// A healthy RD Gateway answers 401 and offers Negotiate or NTLM, or 101/200 when it takes a token later; that its
// answer may lack a length is how [MS-TSGU] 3.3.5.1 has it, and never a fault.
#include <algorithm>

#include "core/base/text.h"
#include "core/probes/common.h"
#include "core/probes/portal.h"

namespace rdpmend::probes {
namespace {

bool offersWindowsSignIn(const protocol::HttpResponse& response)
{
    return std::ranges::any_of(response.all("www-authenticate"), [](std::string_view scheme) {
        return startsWithIgnoringCase(scheme, "negotiate") || startsWithIgnoringCase(scheme, "ntlm");
    });
}

// "" for a healthy answer.
std::string_view findingFor(const protocol::HttpResponse& response)
{
    const bool html = startsWithIgnoringCase(response.first("content-type"), "text/html");
    switch (response.status) {
    case 401: return offersWindowsSignIn(response) ? "" : "transport.gateway_auth_unusable";
    case 407: return "network.proxy_asks_sign_in";
    case 502:
    case 503:
    case 504: return "transport.gateway_busy";
    case 101: return "";
    case 511: return "";    // a portal's: told as such
    case 200: {
        // RPC over HTTP declares 1 GiB and application/rpc; anything else with a length or a page is not a gateway's.
        const bool rpc = startsWithIgnoringCase(response.first("content-type"), "application/rpc");
        const bool framed = response.chunked() || (response.contentLength() && *response.contentLength() != 0 && !rpc);
        return html || framed ? "transport.gateway_answer_altered" : "";
    }
    default: break;
    }
    if (response.status / 100 == 3)
        return "transport.gateway_answer_altered";    // a sign-in portal; clients never follow
    return "transport.gateway_refuses";
}

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Session, c.deadline);
    const bool rpc = attempt.question.gatewayTransport == protocol::GatewayTransport::RpcOverHttp;
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("gateway.transport", rpc ? "RPC over HTTP" : "HTTP");
    if (!attempt.http) {
        if (attempt.endedAt() != Stage::Session || !attempt.error) return couldNotReach(attempt, "ask the gateway");
        auto evidence = endingEvidence(attempt);
        if (!attempt.foreign.empty())
            return outcome.add({.id = "transport.gateway_answer_altered", .evidence = std::move(evidence)});
        if (attempt.cutOff() || attempt.error->failure == NetFailure::Silent)
            return outcome.add({.id = "transport.gateway_cut", .evidence = std::move(evidence)});
        return couldNotReach(attempt, "ask the gateway");
    }
    const auto& response = *attempt.http;
    outcome.fact("gateway.status", std::to_string(response.status) + ' ' + sanitise(response.reason, 60));
    for (const auto* header : {"server", "via", "www-authenticate", "location", "content-type"})
        for (const auto value : response.all(header))
            outcome.fact(std::string("gateway.") + header, sanitise(value, 120));
    outcome.fact("gateway.framing", response.chunked()         ? "chunked"
                                    : response.contentLength() ? std::to_string(*response.contentLength()) + " bytes"
                                                               : "until close");
    addSignInPage(outcome, response);
    const auto finding = findingFor(response);
    if (!finding.empty()) outcome.add({.id = std::string(finding), .evidence = outcome.facts});
    return outcome;
}

}    // namespace

extern const Probe transport_gateway;
const Probe transport_gateway{.id = "transport.gateway",
                              .phase = Phase::Transport,
                              .place = Place::Gateway,
                              .needs = {"network.tcp_port", "transport.tls_handshake"},
                              .run = run};

}    // namespace rdpmend::probes

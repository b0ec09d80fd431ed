// What stands at a gateway's address, by its answer to a client's first request.
#include <gtest/gtest.h>

#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

ConnectionScript answers(const std::string& http)
{
    return {.replies = {toBytes(http)}, .ending = {.failure = NetFailure::Closed}};
}

const std::string healthy401 =
    "HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-HTTPAPI/2.0\r\nWWW-Authenticate: Negotiate\r\n"
    "WWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";

struct GatewayCase {
    const char* about;
    std::string http, rpc;
    const char* cause;    // "" healthy
};
void PrintTo(const GatewayCase& c, std::ostream* out)
{
    *out << c.about;
}
class Gateways : public testing::TestWithParam<GatewayCase> {};

TEST_P(Gateways, AreJudgedByTheirAnswer)
{
    ScriptedNet net;
    net.connections = {answers(GetParam().http), answers(GetParam().rpc)};
    const auto diagnosis = diagnose(net, gateway());
    EXPECT_EQ(diagnosis.overall, *GetParam().cause ? Overall::Problem : Overall::Healthy);
    EXPECT_TRUE(!*GetParam().cause || topCause(diagnosis) == GetParam().cause) << topCause(diagnosis);
    EXPECT_EQ(diagnosis.outcomes.at("transport.negotiation").verdict, Verdict::NotApplicable);
    EXPECT_EQ(net.offered.at(0).sni, "gw.example.com");
}

const std::string notFound = "HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n";

// The scripted handshake shows no certificate, so only the answer is judged here.
INSTANTIATE_TEST_SUITE_P(
    Gateway, Gateways,
    testing::Values(GatewayCase{"a healthy gateway", healthy401, "", ""},
                    GatewayCase{"a token gateway without a length", "HTTP/1.1 200 OK\r\n\r\n", "", ""},
                    GatewayCase{"a websocket", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "", ""},
                    GatewayCase{"403", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", notFound,
                                "transport.gateway_refuses"},
                    GatewayCase{"404", notFound, notFound, "transport.gateway_refuses"},
                    GatewayCase{"503", "HTTP/1.0 503 Service Unavailable\r\n\r\n", notFound, "transport.gateway_busy"},
                    GatewayCase{"a page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", notFound,
                                "transport.gateway_answer_altered"},
                    GatewayCase{"a portal", "HTTP/1.1 302 Found\r\nLocation: https://login/\r\n\r\n", notFound,
                                "transport.gateway_answer_altered"},
                    GatewayCase{"a reframed answer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", notFound,
                                "transport.gateway_answer_altered"},
                    GatewayCase{"only Basic", "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n", notFound,
                                "transport.gateway_auth"},
                    GatewayCase{"a proxy", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", notFound,
                                "network.proxy_in_the_way"},
                    GatewayCase{"HTTP transport broken", "HTTP/1.1 502 Bad Gateway\r\n\r\n", healthy401,
                                "transport.gateway_http_transport_broken"}));

TEST(Gateway, WhoseTlsIsCutIsUnreachable)
{
    ScriptedNet net;
    net.connections = {{.tls = brokenTls(NetFailure::Reset)}, {.tls = brokenTls(NetFailure::Reset)}};
    EXPECT_EQ(topCause(diagnose(net, gateway())), "transport.gateway_unreachable");
}

TEST(Gateway, ProxyThatDoesNotAnswerIsNamedAndNotTheGateway)
{
    auto target = gateway();
    target.proxy = Endpoint{.host = "proxy", .port = 3128};
    ScriptedNet closed, silent, nonsense;
    closed.connections = {{.connectError = NetError{.failure = NetFailure::Refused}}};
    silent.connections = {{}};
    nonsense.connections = {{.replies = {toBytes("SSH-2.0-x\r\n")}}};
    for (auto* net : {&closed, &silent, &nonsense})
        EXPECT_EQ(topCause(diagnose(*net, target)), "network.proxy_in_the_way");
}

TEST(Gateway, ProxyThatRefusesTheTunnelIsNamed)
{
    ScriptedNet net;
    net.connections = {answers("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")};
    auto target = gateway();
    target.proxy = Endpoint{.host = "proxy", .port = 3128};
    EXPECT_EQ(topCause(diagnose(net, target)), "network.proxy_in_the_way");
}

}    // namespace
}    // namespace rdpmend::test

// The practice gateway, the UDP responder, and the net that leads to them.
#include <gtest/gtest.h>

#include "core/practice/gateway.h"
#include "core/practice/practice_net.h"
#include "core/practice/udp.h"
#include "core/protocol/http.h"
#include "tests/core/practice/caller.h"

namespace rdpmend {
namespace {

using namespace protocol;

class GatewayTest : public testing::Test {
protected:
    void start(GatewaySettings settings)
    {
        const auto authority = makeAuthority();
        ASSERT_TRUE(authority);
        auto started = PracticeGateway::start(std::move(settings), *authority, m_machine);
        ASSERT_TRUE(started);
        m_gateway = std::move(*started);
    }

    // The answer to one request; nullopt: `m_failure` says how it ended.
    std::optional<HttpResponse> ask(ByteView request)
    {
        Caller caller(m_gateway->port(), std::chrono::milliseconds(500));
        EXPECT_TRUE(caller.tls("gw.example.com").complete());
        EXPECT_TRUE(caller.say(request));
        Bytes answer;
        HttpResponse response;
        while (parseHttpResponse(answer, response) == HttpParse::NeedMore) {
            if (!caller.hear(answer)) {
                m_failure = caller.failure();
                return std::nullopt;
            }
        }
        return response;
    }
    std::optional<HttpResponse> ask(GatewayTransport transport)
    {
        return ask(gatewayRequest(transport, "gw.example.com", "{7B1F0E0C-9A51-4C58-8B7E-1D5A3C2F4E60}"));
    }

    SimulatedMachine m_machine{};
    std::unique_ptr<PracticeGateway> m_gateway{};
    std::optional<NetFailure> m_failure{};
};

TEST_F(GatewayTest, AsksForSignInOnBothTransports)
{
    start({});
    for (const auto transport :
         {GatewayTransport::Http, GatewayTransport::HttpWebSocket, GatewayTransport::RpcOverHttp}) {
        const auto response = ask(transport);
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 401);
        EXPECT_EQ(response->first("Server"), "Microsoft-HTTPAPI/2.0");
        EXPECT_EQ(response->all("WWW-Authenticate").size(), 2U);
    }
    const auto other = ask(toBytes("GET / HTTP/1.1\r\nHost: gw.example.com\r\n\r\n"));
    ASSERT_TRUE(other);
    EXPECT_EQ(other->status, 404);
}

TEST_F(GatewayTest, BreaksOneTransportAndLeavesTheOther)
{
    start({.breaks = {{.at = Moment::RdgOutData, .how = Ending::Reset}}});
    EXPECT_FALSE(ask(GatewayTransport::Http));
    EXPECT_EQ(m_failure, NetFailure::Reset);
    const auto rpc = ask(GatewayTransport::RpcOverHttp);
    ASSERT_TRUE(rpc);
    EXPECT_EQ(rpc->status, 401);
}

TEST_F(GatewayTest, SaysWhatAProxyWouldSay)
{
    start({.breaks = {{.at = Moment::RdgOutData,
                       .how = Ending::Say,
                       .bytes = "HTTP/1.1 502 Bad Gateway\r\nVia: 1.1 filter\r\n\r\n"}}});
    const auto response = ask(GatewayTransport::Http);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 502);
}

TEST_F(GatewayTest, CutsTlsWhenTold)
{
    start({.breaks = {{.at = Moment::ClientHello, .how = Ending::Reset}}});
    Caller caller(m_gateway->port());
    const auto tls = caller.tls("gw.example.com");
    ASSERT_TRUE(tls.error);
    EXPECT_EQ(tls.error->failure, NetFailure::Reset);
}

Bytes syn()
{
    ByteWriter out;
    out.u32be(0xFFFFFFFF).u16be(64).u16be(1).u32be(0x11223344).u16be(1232).u16be(1232);
    out.zeros(1232 - out.size());
    return out.take();
}

Datagram exchange(std::uint16_t port, ByteView payload)
{
    const auto net = makeAsioNet();
    return net->exchange({.text = "127.0.0.1", .family = Family::V4}, port, payload, 2, std::chrono::milliseconds(100),
                         Deadline::in(std::chrono::seconds(2)));
}

TEST(PracticeUdp, AnswersASynWithItsAcknowledgement)
{
    const auto udp = PracticeUdp::start(true);
    ASSERT_TRUE(udp);
    const Datagram answer = exchange((*udp)->port(), syn());
    ASSERT_FALSE(answer.error);
    ASSERT_EQ(answer.reply.size(), 1232U);
    ByteReader in(answer.reply);
    EXPECT_EQ(in.u32be(), 0x11223344U);
    in.skip(2);
    EXPECT_EQ(in.u16be(), 0x0005);
    const Datagram garbage = exchange((*udp)->port(), toBytes("hello"));
    ASSERT_TRUE(garbage.error);
    EXPECT_EQ(garbage.error->failure, NetFailure::Silent);
}

TEST(PracticeUdp, KeepsSilentWhenTold)
{
    const auto udp = PracticeUdp::start(false);
    ASSERT_TRUE(udp);
    const Datagram answer = exchange((*udp)->port(), syn());
    ASSERT_TRUE(answer.error);
    EXPECT_EQ(answer.error->failure, NetFailure::Silent);
}

TEST(PracticeNet, AnswersItsOwnNamesAndLeadsToItsPorts)
{
    const HostFixture fixture;
    const auto net = makePracticeNet(makeAsioNet(), {.names = {"pc-17"}, .tcpPorts = {{3389, fixture.host->port()}}});
    const auto deadline = Deadline::in(std::chrono::seconds(2));
    const Resolution found = net->resolve("PC-17", deadline);
    ASSERT_EQ(found.addresses.size(), 1U);
    EXPECT_EQ(found.v4, NameAnswer::Found);
    EXPECT_FALSE(found.literal);
    const Connected connected = net->connect(found.addresses.front(), 3389, {}, deadline);
    ASSERT_FALSE(connected.error);
    EXPECT_FALSE(connected.stream->write(connectionRequest(0x0B), deadline));
    Bytes answer;
    EXPECT_FALSE(connected.stream->read(answer, 4, deadline));

    const Resolution literal = net->resolve("127.0.0.1", deadline);
    EXPECT_TRUE(literal.literal);
    EXPECT_TRUE(net->connect(found.addresses.front(), 1, {}, deadline).error);    // every other port is the real one
}

}    // namespace
}    // namespace rdpmend

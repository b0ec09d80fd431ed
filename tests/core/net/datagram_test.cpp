#include <gtest/gtest.h>

#include "core/net/asio_net.h"
#include "tests/core/net/peer.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

const std::unique_ptr<Net> net = makeAsioNet();

TEST(Exchange, GivesTheFirstReply)
{
    const UdpPeer peer([](const Bytes& datagram) { return std::optional(datagram); });
    const auto result = net->exchange(loopback4, peer.port(), toBytes("ping"), 3, 500ms, soon());
    EXPECT_FALSE(result.error);
    EXPECT_EQ(toText(result.reply), "ping");
    EXPECT_EQ(result.sent, 1);
}

TEST(Exchange, SendsAgainWhenADatagramGetsLost)
{
    int seen = 0;
    const UdpPeer peer([&seen](const Bytes& datagram) { return ++seen == 3 ? std::optional(datagram) : std::nullopt; });
    const auto result = net->exchange(loopback4, peer.port(), toBytes("ping"), 5, 50ms, soon());
    EXPECT_FALSE(result.error);
    EXPECT_EQ(result.sent, 3);
}

TEST(Exchange, IsSilentAfterItsTries)
{
    const UdpPeer peer([](const Bytes&) { return std::nullopt; });
    const auto result = net->exchange(loopback4, peer.port(), toBytes("ping"), 3, 50ms, soon());
    EXPECT_EQ(failureOf(result.error), NetFailure::Silent);
    EXPECT_TRUE(result.reply.empty());
    EXPECT_EQ(result.sent, 3);
    EXPECT_GE(result.took, 150ms);
    EXPECT_LT(result.took, 150ms + tolerance);
}

TEST(Exchange, EndsAtItsDeadline)
{
    const UdpPeer peer([](const Bytes&) { return std::nullopt; });
    const auto result = net->exchange(loopback4, peer.port(), toBytes("ping"), 100, 1s, Deadline::in(150ms));
    EXPECT_EQ(failureOf(result.error), NetFailure::Silent);
    EXPECT_EQ(result.sent, 1);
    EXPECT_LT(result.took, 150ms + tolerance);
}

TEST(Exchange, TellsAClosedPortAsRefused)
{
    if (underWine()) GTEST_SKIP() << "Wine: only the second datagram meets the refusal of the first";
    const auto result = net->exchange(loopback4, closedUdpPort(), toBytes("ping"), 3, 500ms, soon());
    EXPECT_EQ(failureOf(result.error), NetFailure::Refused);
    EXPECT_EQ(result.sent, 1);
}

TEST(Exchange, CutsOffALongReply)
{
    const UdpPeer peer([](const Bytes&) { return std::optional(Bytes(30'000, 1)); });
    const auto result = net->exchange(loopback4, peer.port(), toBytes("ping"), 1, 500ms, soon());
    EXPECT_FALSE(result.error);
    EXPECT_EQ(result.reply, Bytes(2048, 1));
}

TEST(Exchange, StopsAtOnceWhenAsked)
{
    const UdpPeer peer([](const Bytes&) { return std::nullopt; });
    Datagram result;
    EXPECT_LT(timeToStop([&](std::stop_token stop) {
                  result = net->exchange(loopback4, peer.port(), toBytes("ping"), 3, 2s, Deadline::in(5s, stop));
              }),
              tolerance);
    EXPECT_EQ(failureOf(result.error), NetFailure::Cancelled);
}

}    // namespace
}    // namespace rdpmend::test

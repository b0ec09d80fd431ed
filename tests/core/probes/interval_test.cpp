// Intervals against values from tables, and what --deep says of a link.
#include "core/probes/interval.h"

#include <gtest/gtest.h>

#include <array>

#include "core/protocol/x224.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;
using probes::meanInterval;
using probes::shareInterval;

TEST(Interval, OfAMeanIsStudents)
{
    // Mean 10, standard deviation 1, n = 3: 10 ± 4.303 / sqrt(3).
    const auto three = meanInterval(std::array{9.0, 10.0, 11.0});
    EXPECT_NEAR(three.from, 7.516, 0.001);
    EXPECT_NEAR(three.to, 12.484, 0.001);
    const auto same = meanInterval(std::array{5.0, 5.0});
    EXPECT_EQ(same.from, 5.0);
    EXPECT_EQ(same.to, 5.0);
}

TEST(Interval, OfAShareIsWilsons)
{
    // Wilson's score for 0 of 6 and 1 of 10, 95 %.
    EXPECT_NEAR(shareInterval(0, 6).from, 0.0, 1e-9);
    EXPECT_NEAR(shareInterval(0, 6).to, 0.390, 0.001);
    EXPECT_NEAR(shareInterval(1, 10).from, 0.018, 0.001);
    EXPECT_NEAR(shareInterval(1, 10).to, 0.404, 0.001);
    EXPECT_NEAR(shareInterval(10, 10).to, 1.0, 1e-9);
}

ConnectionScript over(std::chrono::milliseconds roundTrip, std::chrono::milliseconds took)
{
    return {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())},
            .tcp = TcpFacts{.roundTrip = roundTrip},
            .took = took};
}

TEST(Interval, IsStatedOfEveryConnectionThatDeepMayOpen)
{
    ScriptedNet net;
    for (const auto roundTrip : {9ms, 10ms, 11ms, 9ms, 10ms, 11ms}) net.connections.push_back(over(roundTrip, 10ms));
    net.connections.at(3).took = 1010ms;    // its first packet was repeated
    auto target = host();
    target.deep = true;
    const auto diagnosis = diagnose(net, target);
    const auto& outcome = diagnosis.outcomes.at("network.link_quality");
    EXPECT_EQ(net.opened.size(), 6U);
    EXPECT_EQ(outcome.value("link.round_trip_95"), "9 to 11 ms");
    EXPECT_EQ(outcome.value("link.jitter"), "1 ms");
    EXPECT_EQ(outcome.value("link.opening_lost"), "1 of 6");
    EXPECT_EQ(outcome.value("link.opening_lost_95"), "3 % to 56 %");
}

TEST(Interval, IsNotStatedOfASingleConnection)
{
    ScriptedNet net;
    net.connections = {over(10ms, 10ms)};
    const auto diagnosis = diagnose(net);
    EXPECT_EQ(diagnosis.outcomes.at("network.link_quality").value("link.round_trip_95"), "");
    EXPECT_EQ(net.opened.size(), 1U);
}

}    // namespace
}    // namespace rdpmend::test

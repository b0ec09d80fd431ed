// Whoever connects to the practice host may send anything: it must neither hang, crash nor stop answering others.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "core/practice/gateway.h"
#include "tests/core/practice/caller.h"

namespace rdpmend {
namespace {

using Clock = std::chrono::steady_clock;

bool answers(const HostFixture& fixture)
{
    Caller caller(fixture.host->port());
    return caller.negotiate().has_value() && caller.tls().complete();
}

TEST(HostileClient, GarbageIsHungUpOn)
{
    const HostFixture fixture;
    const std::vector<Bytes> all{
        toBytes("GET / HTTP/1.1\r\n\r\n"), {3, 0, 0xFF, 0xFF}, {3, 0, 0, 7, 2, 0xF0, 0x80}, Bytes(4096, 0xAA)};
    for (const Bytes& garbage : all) {
        Caller caller(fixture.host->port());
        caller.say(garbage);
        caller.hearAll();
        EXPECT_NE(caller.failure(), NetFailure::Silent);
    }
    EXPECT_TRUE(answers(fixture));
}

TEST(HostileClient, EndlessBytesAreNotKept)
{
    const HostFixture fixture;
    Caller caller(fixture.host->port());
    ASSERT_TRUE(caller.negotiate());
    const Bytes flood(1 << 20, 0x17);
    for (int i = 0; i < 20 && caller.say(flood); ++i) {}
    EXPECT_TRUE(caller.error);    // it was cut off long before it was through
    EXPECT_TRUE(answers(fixture));
}

TEST(HostileClient, SlowOnesDoNotHoldUpOthers)
{
    const HostFixture fixture;
    std::vector<std::unique_ptr<Caller>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<Caller>(fixture.host->port()));
        slow.back()->say(std::string_view("\x03", 1));
    }
    EXPECT_TRUE(answers(fixture));
}

TEST(HostileClient, TooManyAtOnceAreTurnedAwayAndThenServedAgain)
{
    const HostFixture fixture;
    {
        std::vector<std::unique_ptr<Caller>> crowd;
        for (int i = 0; i < 80; ++i) crowd.push_back(std::make_unique<Caller>(fixture.host->port()));
        crowd.back()->hearAll();
        EXPECT_NE(crowd.back()->failure(), NetFailure::Silent);
    }
    const auto until = Clock::now() + std::chrono::seconds(2);
    while (!answers(fixture)) ASSERT_LT(Clock::now(), until);
}

TEST(HostileClient, SeveralAreServedAtOnce)
{
    const HostFixture fixture;
    std::vector<std::jthread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&fixture, &good] { good += answers(fixture) ? 1 : 0; });
    threads.clear();
    EXPECT_EQ(good, 8);
}

TEST(PracticeHost, StopsFastWithOpenConnections)
{
    HostFixture fixture({.breaks = {{.at = Moment::Tls, .how = Ending::Hang}}});
    std::vector<std::unique_ptr<Caller>> open;
    for (int i = 0; i < 20; ++i) {
        open.push_back(std::make_unique<Caller>(fixture.host->port()));
        if (i % 2 == 0) open.back()->negotiate();
    }
    ASSERT_TRUE(open.front()->tls().complete());
    open.front()->say(protocol::tsRequest(6, toBytes("token")));
    const auto start = Clock::now();
    fixture.host.reset();
    EXPECT_LT(Clock::now() - start, std::chrono::milliseconds(500));
    open.front()->hearAll();
    EXPECT_NE(open.front()->failure(), NetFailure::Silent);
}

TEST(PracticeGateway, SurvivesGarbageAndHugeHeads)
{
    const SimulatedMachine machine;
    const auto authority = makeAuthority();
    ASSERT_TRUE(authority);
    const auto gateway = PracticeGateway::start({}, *authority, machine);
    ASSERT_TRUE(gateway);
    {
        Caller plain((*gateway)->port());
        plain.say("GET / HTTP/1.1\r\n\r\n");
        plain.hearAll();
        EXPECT_NE(plain.failure(), NetFailure::Silent);
    }
    Caller huge((*gateway)->port());
    ASSERT_TRUE(huge.tls("gw.example.com").complete());
    huge.say("GET / HTTP/1.1\r\n");
    const std::string header = "X-Filler: " + std::string(4000, 'x') + "\r\n";
    for (int i = 0; i < 200 && huge.say(header); ++i) {}
    huge.hearAll();
    EXPECT_NE(huge.failure(), NetFailure::Silent);
}

}    // namespace
}    // namespace rdpmend

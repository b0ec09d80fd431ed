#include "core/base/detached_call.h"

#include <atomic>
#include <string>

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

// Lets the calls of a test end, and waits until they have.
struct Gate {
    std::atomic<bool> open = false;
    std::atomic<int> passed = 0;

    int pass()
    {
        while (!open) std::this_thread::sleep_for(1ms);
        return ++passed;
    }
    void waitFor(int calls)
    {
        while (passed < calls) std::this_thread::sleep_for(1ms);
    }
};

TEST(DetachedCall, GivesWhatTheCallGives)
{
    const DetachedCall<std::string> call([] { return std::string("here"); });
    EXPECT_EQ(call.wait(Deadline::in(10s)), "here");
    EXPECT_EQ(call.wait({}), "here");    // and again
}

TEST(DetachedCall, IsNotWaitedForLongerThanAllowed)
{
    const auto gate = std::make_shared<Gate>();
    const DetachedCall<int> call([gate] { return gate->pass(); });
    const auto deadline = Deadline::in(50ms);
    EXPECT_FALSE(call.wait(deadline));
    EXPECT_GE(Deadline::Clock::now(), deadline.at);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(call.wait(Deadline::in(1h, stop.get_token())));
    gate->open = true;
    EXPECT_EQ(call.wait(Deadline::in(10s)), 1);    // late, and still of use
}

TEST(DetachedCall, MayBeLeftBehind)
{
    const auto gate = std::make_shared<Gate>();
    for (int i = 0; i < 8; ++i) const DetachedCall<int> left([gate] { return gate->pass(); });
    gate->open = true;
    gate->waitFor(8);
}

TEST(DetachedCall, LosesNoneOfManyShortOnes)
{
    for (int i = 0; i < 200; ++i) {
        const DetachedCall<int> one([] { return 1; });
        const DetachedCall<int> two([] { return 2; });
        EXPECT_EQ(two.wait(Deadline::in(10s)), 2);
    }
}

}    // namespace
}    // namespace rdpmend

#include "core/base/deadline.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

TEST(Deadline, IsOverWhenItsMomentHasPassed)
{
    const auto past = Deadline::in(-1s);
    EXPECT_TRUE(past.over());
    EXPECT_FALSE(past.cancelled());
    EXPECT_EQ(past.left(), Deadline::Clock::duration::zero()) << "never negative";
    const auto later = Deadline::in(1h);
    EXPECT_FALSE(later.over());
    EXPECT_GT(later.left(), 59min);
}

TEST(Deadline, IsOverWhenThePersonSaysStop)
{
    std::stop_source source;
    const auto deadline = Deadline::in(1h, source.get_token());
    const auto part = deadline.within(1min);
    EXPECT_FALSE(part.over());
    source.request_stop();
    EXPECT_TRUE(deadline.cancelled());
    EXPECT_TRUE(part.over()) << "a part stops with the whole";
}

TEST(Deadline, PartsNeverOutlastTheWhole)
{
    const auto whole = Deadline::in(1min);
    EXPECT_EQ(whole.within(1h).at, whole.at);
    EXPECT_LT(whole.within(1s).at, whole.at);
}

}    // namespace
}    // namespace rdpmend

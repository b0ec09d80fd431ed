#include "core/base/time.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

constexpr auto day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

TEST(Time, IsWrittenInUtc)
{
    EXPECT_EQ(isoTime(day + 9h + 5min + 7s + 999ms), "2026-11-21T09:05:07Z");
    EXPECT_EQ(isoTime(std::chrono::sys_days{std::chrono::year{1969} / 12 / 31} + 23h), "1969-12-31T23:00:00Z");
    EXPECT_EQ(plainDate(day + 23h), "21 November 2026");
    EXPECT_EQ(plainDate(std::chrono::sys_days{std::chrono::year{2027} / 1 / 1}), "1 January 2027");
}

TEST(Time, IsReadAgainAndNothingElseIs)
{
    EXPECT_EQ(fromIsoTime("2026-11-21T09:05:07Z"), day + 9h + 5min + 7s);
    EXPECT_EQ(fromIsoTime("2026-11-21T23:59:59.9990000Z"), day + 23h + 59min + 59s + 999ms);
    EXPECT_EQ(fromIsoTime("2026-11-21T00:00:00.5Z"), day + 500ms);
    for (const char* wrong : {"", "Z", "2026-11-21T09:05:07", "2026-11-21 09:05:07Z", "2026-13-21T09:05:07Z",
                              "2026-02-29T09:05:07Z", "2026-11-21T24:05:07Z", "2026-11-21T09:60:07Z",
                              "2026-11-21T09:05:60Z", "2026-11-21T09:05:07.Z", "2026-11-21T09:05:07.0123456789Z",
                              "2026-11-21T09:05:07.12-Z", "2026-11-21T09:05:07ZZ", "+026-11-21T09:05:07Z"})
        EXPECT_EQ(fromIsoTime(wrong), std::nullopt) << wrong;
}

TEST(Time, SpansUseTheLargestUnitThatFits)
{
    EXPECT_EQ(plainSpan(0s), "0 seconds");
    EXPECT_EQ(plainSpan(1s), "1 second");
    EXPECT_EQ(plainSpan(59s), "59 seconds");
    EXPECT_EQ(plainSpan(60s), "1 minute");
    EXPECT_EQ(plainSpan(2h), "2 hours");
    EXPECT_EQ(plainSpan(2h + 10min), "about 2 hours");
    EXPECT_EQ(plainSpan(24h * 365 * 3 + 1s), "about 3 years");
    EXPECT_EQ(plainSpan(-90s), "about 2 minutes") << "never negative";
}

}    // namespace
}    // namespace rdpmend

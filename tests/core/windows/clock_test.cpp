#include "core/windows/clock.h"

#include <gtest/gtest.h>
#include <windows.h>

#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

TEST(Clock, KnowsSinceWhenThisPcRunsAndWhereItIs)
{
    const auto settings = clockSettings();
    ASSERT_TRUE(settings) << describe(settings.error());
    const auto runs = std::chrono::system_clock::now() - settings->bootedAt;
    const auto expected = std::chrono::milliseconds(GetTickCount64());
    EXPECT_LT(std::chrono::abs(runs - expected), std::chrono::seconds(5));

    const auto ticks = [](const SYSTEMTIME& time) {
        FILETIME file{};
        SystemTimeToFileTime(&time, &file);
        return (static_cast<std::int64_t>(file.dwHighDateTime) << 32U) + file.dwLowDateTime;    // 100 ns
    };
    SYSTEMTIME utc{};
    SYSTEMTIME local{};
    GetSystemTime(&utc);
    GetLocalTime(&local);
    const auto difference = std::chrono::seconds((ticks(local) - ticks(utc)) / 10'000'000);
    EXPECT_LT(std::chrono::abs(settings->utcOffset - difference), std::chrono::seconds(5));
}

TEST(Clock, KnowsWhomItIsSetAfter)
{
    if (!rdpmend::test::underWine()) GTEST_SKIP() << "the settings of the time service are left alone";
    const RegistryKey key{.hive = Hive::LocalMachine,
                          .path = R"(SYSTEM\CurrentControlSet\Services\W32Time\Parameters)"};
    test::Kept kept({ReplaceRegistryKey{.key = key}});
    kept.perform(ReplaceRegistryKey{.key = key});
    const auto none = clockSettings();
    ASSERT_TRUE(none);
    EXPECT_EQ(none->source, "");
    kept.perform(SetRegistryValue{.key = key, .name = "Type", .value = RegistryValue::fromString("NTP")});
    kept.perform(
        SetRegistryValue{.key = key, .name = "NtpServer", .value = RegistryValue::fromString("time.example,0x9")});
    const auto some = clockSettings();
    ASSERT_TRUE(some);
    EXPECT_EQ(some->source, "NTP");
    EXPECT_EQ(some->server, "time.example,0x9");
}

}    // namespace
}    // namespace rdpmend::windows

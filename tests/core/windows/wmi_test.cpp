#include <gtest/gtest.h>

#include <windows.h>

#include <wbemidl.h>

#include "core/windows/wmi.h"

namespace rdpmend::windows {
namespace {

using namespace std::chrono_literals;

const auto keepNone = [](const WmiRow&) { return ok(); };

TEST(Wmi, ReadsTextsAndNumbersOfARow)
{
    std::vector<std::string> systems;
    std::optional<std::uint32_t> type;
    const auto status =
        readWmi(LR"(root\cimv2)", L"SELECT * FROM Win32_OperatingSystem", Deadline::in(10s), [&](const WmiRow& row) {
            systems.push_back(row.text(L"Caption").value_or(""));
            type = row.number(L"OSType");
            EXPECT_EQ(row.text(L"OSType"), std::nullopt);
            EXPECT_EQ(row.number(L"Caption"), std::nullopt);
            EXPECT_EQ(row.text(L"NoSuchProperty"), std::nullopt);
            EXPECT_EQ(row.texts(L"Caption"), std::nullopt);
            return ok();
        });
    ASSERT_TRUE(status) << describe(status.error());
    ASSERT_EQ(systems.size(), 1U);
    EXPECT_NE(systems[0].find("Windows"), std::string::npos) << systems[0];
    EXPECT_EQ(type, 18U) << "WINNT";
}

TEST(Wmi, ReadsListsOfTexts)
{
    std::vector<std::string> addresses;
    const auto status = readWmi(LR"(root\cimv2)", L"SELECT IPAddress FROM Win32_NetworkAdapterConfiguration",
                                Deadline::in(10s), [&](const WmiRow& row) {
                                    const auto more = row.texts(L"IPAddress").value_or(std::vector<std::string>{});
                                    addresses.insert(addresses.end(), more.begin(), more.end());
                                    return ok();
                                });
    ASSERT_TRUE(status) << describe(status.error());
    EXPECT_FALSE(addresses.empty());
    for (const auto& address : addresses) EXPECT_NE(address.find_first_of(".:"), std::string::npos) << address;
}

TEST(Wmi, ANamespaceThatDoesNotExistIsAnError)
{
    const auto status = readWmi(LR"(root\rdpmend)", L"SELECT * FROM Nothing", Deadline::in(10s), keepNone);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().domain, Domain::HResult) << describe(status.error());
    EXPECT_EQ(static_cast<HRESULT>(status.error().code), WBEM_E_INVALID_NAMESPACE);
    EXPECT_NE(describe(status.error()).find(R"(root\rdpmend)"), std::string::npos);
}

TEST(Wmi, TheReadersErrorEndsIt)
{
    int calls = 0;
    const auto status = readWmi(LR"(root\cimv2)", L"SELECT Name FROM Win32_Service", Deadline::in(10s),
                                [&calls](const WmiRow&) -> Status {
                                    ++calls;
                                    return refusal("enough");
                                });
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error(), refusal("enough"));
    EXPECT_EQ(calls, 1);
}

TEST(Wmi, StopsAtTheDeadlineAndWhenThePersonSaysSo)
{
    const auto late = readWmi(LR"(root\cimv2)", L"SELECT * FROM Win32_OperatingSystem", Deadline::in(0s), keepNone);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().domain, Domain::TimedOut);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = readWmi(LR"(root\cimv2)", L"SELECT * FROM Win32_OperatingSystem",
                                 Deadline::in(10s, stop.get_token()), keepNone);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().domain, Domain::Cancelled);
}

}    // namespace
}    // namespace rdpmend::windows

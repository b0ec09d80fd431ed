#include "core/base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

Result<int> half(int value)
{
    if (value % 2 != 0) return refusal("Only even numbers have a half.");
    return value / 2;
}

TEST(Result, HoldsAValueOrAnError)
{
    const auto good = half(4);
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 2);
    const auto bad = half(3);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error(), refusal("Only even numbers have a half."));
    EXPECT_TRUE(ok());
}

TEST(Result, GivesAwayWhatCanOnlyBeMoved)
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    const auto owner = *std::move(result);
    EXPECT_EQ(*owner, 7);
}

TEST(Result, AskingForTheWrongHalfThrows)
{
    EXPECT_THROW((void)*half(3), std::bad_variant_access);
    EXPECT_THROW((void)half(4).error(), std::bad_variant_access);
}

TEST(Describe, NamesTheNumberSpace)
{
    EXPECT_EQ(describe({.domain = Domain::Win32, .code = 5, .doing = "read the value X", .words = "access is denied"}),
              "read the value X: access is denied (Win32 5)");
    EXPECT_EQ(describe({.domain = Domain::Socket, .code = 111, .doing = "connect"}), "connect: socket error 111");
    EXPECT_EQ(describe({.domain = Domain::HResult, .code = 0x80004001, .doing = "ask"}), "ask: HRESULT 0x80004001");
    EXPECT_EQ(describe({.domain = Domain::NtStatus, .code = -1073741715, .doing = "sign in"}),
              "sign in: NTSTATUS 0xC000006D");
}

TEST(Describe, LeavesOutCodesThatSayNothing)
{
    EXPECT_EQ(describe({.domain = Domain::TimedOut, .code = 1, .doing = "connect"}), "connect: no answer in time");
    EXPECT_EQ(describe({.domain = Domain::Cancelled, .doing = "connect"}), "connect: stopped by the user");
}

TEST(Describe, RefusalsAreTheirSentence)
{
    EXPECT_EQ(describe(refusal("Type a name.")), "Type a name.");
}

}    // namespace
}    // namespace rdpmend

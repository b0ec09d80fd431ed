#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto pc = R"({"registry": {
    "HKCU\\Software\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}, "Other": {"dword": 1}},
    "HKLM32\\SOFTWARE\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}}}})";

TEST(RestoreWarnings, RemovesTheOverrideWhereverItIs)
{
    const Bench bench(pc);
    const auto proposal = bench.propose("F304");
    ASSERT_EQ(proposal.changes.size(), 2U);
    const auto after = toJson(bench.after(proposal));
    EXPECT_EQ(after.find("AuthenticationLevelOverride"), std::string::npos);
    EXPECT_NE(after.find("Other"), std::string::npos);
}

TEST(RestoreWarnings, IsWithheldWhereWarningsAreOn)
{
    EXPECT_EQ(Bench().propose("F304").withheld, "not_offered.already_so");
}

TEST(RestoreWarnings, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(pc), "F304");
}

}    // namespace
}    // namespace rdpmend

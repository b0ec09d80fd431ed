#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto pc = R"({"registry": {
    "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-17": {"UsernameHint": {"string": "anna"}, "CertHash": {"binary": "00"}}}})";

TEST(ForgetUserNameHint, ForgetsTheNameAndLeavesTheRest)
{
    const Bench bench(pc);
    const auto proposal = bench.propose("F302");
    ASSERT_EQ(proposal.changes.size(), 1U);
    const auto after = toJson(bench.after(proposal));
    EXPECT_EQ(after.find("UsernameHint"), std::string::npos);
    EXPECT_NE(after.find("CertHash"), std::string::npos);
}

TEST(ForgetUserNameHint, IsWithheldWhenNothingIsSaved)
{
    EXPECT_EQ(Bench().propose("F302").withheld, "not_offered.nothing_saved");
}

TEST(ForgetUserNameHint, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(pc), "F302");
}

}    // namespace
}    // namespace rdpmend

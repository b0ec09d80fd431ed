#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto pc =
    R"({"credentials": [{"target": "termsrv/PC-17", "user": "anna"}, {"target": "TERMSRV/pc-170", "user": "bert"}]})";

TEST(ForgetSavedPassword, ForgetsTheOneOfThisHostAlone)
{
    const Bench bench(pc);
    const auto proposal = bench.propose("F301");
    ASSERT_EQ(proposal.changes.size(), 1U);
    const auto after = bench.after(proposal);
    ASSERT_EQ(after.credentials.size(), 1U);
    EXPECT_EQ(after.credentials[0].target, "TERMSRV/pc-170");
}

TEST(ForgetSavedPassword, IsWithheldWhenNothingIsSaved)
{
    EXPECT_EQ(Bench(R"({"credentials": [{"target": "TERMSRV/pc-170", "user": "bert"}]})").propose("F301").withheld,
              "not_offered.nothing_saved");
}

TEST(ForgetSavedPassword, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(pc), "F301");
}

}    // namespace
}    // namespace rdpmend

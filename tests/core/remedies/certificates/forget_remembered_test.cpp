#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto pc = R"({"registry": {
    "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\PC-17": {"CertHash": {"binary": "00ff"}, "UsernameHint": {"string": "anna"}},
    "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-18": {"CertHash": {"binary": "00ff"}}}})";

TEST(ForgetRemembered, ForgetsTheCertificateOfThisHostAlone)
{
    const Bench bench(pc);
    const auto proposal = bench.propose("F204");
    ASSERT_EQ(proposal.changes.size(), 1U);
    EXPECT_EQ(place(proposal.changes[0]),
              "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-17\\CertHash");
    const auto after = toJson(bench.after(proposal));
    EXPECT_NE(after.find("UsernameHint"), std::string::npos);
    EXPECT_NE(after.find("CertHash"), std::string::npos) << "pc-18 keeps its own";
}

TEST(ForgetRemembered, AlsoWhereThePortIsPartOfTheName)
{
    Bench bench(
        R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-17:3390": {"CertHash": {"binary": "00"}}}})");
    bench.target.host.port = 3390;
    EXPECT_EQ(bench.propose("F204").changes.size(), 1U);
}

TEST(ForgetRemembered, IsWithheldWhenNothingIsSaved)
{
    EXPECT_EQ(Bench().propose("F204").withheld, "not_offered.nothing_saved");
}

TEST(ForgetRemembered, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(pc), "F204");
}

}    // namespace
}    // namespace rdpmend

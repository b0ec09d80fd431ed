#include "../bench.h"

namespace rdpmend {
namespace {

Bench throughGateway(std::string_view pc = "{}")
{
    Bench bench(pc);
    bench.target.gateway = Endpoint{.host = "gw.example", .port = 443};
    return bench;
}

TEST(SetRdgClientTransport, SetsTheValueInTheExistingKey)
{
    const auto proposal =
        throughGateway(R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client": {}}})").propose("F501");
    ASSERT_EQ(proposal.changes.size(), 1U);
    EXPECT_EQ(place(proposal.changes[0]), "HKCU\\Software\\Microsoft\\Terminal Server Client\\RDGClientTransport");
    EXPECT_EQ(content(proposal.changes[0]), "1 (REG_DWORD)");
}

TEST(SetRdgClientTransport, OverwritesAnotherValue)
{
    const auto bench = throughGateway(
        R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client": {"RDGClientTransport": {"string": "1"}}}})");
    EXPECT_EQ(bench.propose("F501").changes.size(), 1U);
}

TEST(SetRdgClientTransport, WithoutTheKeyUndoingTakesTheKeyAwayAgain)
{
    auto bench = throughGateway(R"({"registry": {"HKCU\\Software\\Microsoft": {}}})");
    const auto before = bench.pc;
    const auto proposal = bench.propose("F501");
    ASSERT_EQ(proposal.changes.size(), 1U);
    EXPECT_EQ(place(proposal.changes[0]), "HKCU\\Software\\Microsoft\\Terminal Server Client");
    bench.pc = bench.after(proposal);
    EXPECT_EQ(bench.propose("F501").withheld, "not_offered.already_so");
    EXPECT_TRUE(
        bench.after({.changes = {ReplaceRegistryKey{.key = std::get<ReplaceRegistryKey>(proposal.changes[0]).key}}}) ==
        before);
}

TEST(SetRdgClientTransport, IsWithheldWithoutAGatewayAndWhenSet)
{
    EXPECT_EQ(Bench().propose("F501").withheld, "not_offered.no_gateway");
    EXPECT_EQ(
        throughGateway(
            R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client": {"RDGClientTransport": {"dword": 1}}}})")
            .propose("F501")
            .withheld,
        "not_offered.already_so");
}

TEST(SetRdgClientTransport, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(throughGateway(), "F501");
}

}    // namespace
}    // namespace rdpmend

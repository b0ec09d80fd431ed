#include "../bench.h"

namespace rdpmend {
namespace {

constexpr auto policies = R"(HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client)";

std::string pcWith(const std::string& value)
{
    return std::string(R"({"registry": {")") + policies + R"(": {)" + value + "}}}";
}

TEST(ForceTcp, SetsThePolicyOfTheClient)
{
    const Bench bench(pcWith(""));
    const auto proposal = bench.propose("F502");
    ASSERT_EQ(proposal.changes.size(), 1U);
    EXPECT_EQ(place(proposal.changes[0]),
              "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client\\fClientDisableUDP");
    EXPECT_EQ(content(proposal.changes[0]), "1 (REG_DWORD)");
}

TEST(ForceTcp, MakesOnlyTheMissingKeysSoThatUndoingLeavesNone)
{
    const Bench bench(R"({"registry": {"HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT": {"x": {"dword": 1}}}})");
    const auto proposal = bench.propose("F502");
    ASSERT_EQ(proposal.changes.size(), 1U);
    EXPECT_EQ(place(proposal.changes[0]), "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services");
    const auto after = bench.after(proposal);
    const auto* key = after.registry.find(
        {.hive = Hive::LocalMachine, .path = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client"});
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->values[0].value.asDword(), 1U);
}

TEST(ForceTcp, IsWithheldWhenSetAndLeftToAPolicyThatSaysOtherwise)
{
    EXPECT_EQ(Bench(pcWith(R"("fClientDisableUDP": {"dword": 1})")).propose("F502").withheld, "not_offered.already_so");
    EXPECT_EQ(Bench(pcWith(R"("fClientDisableUDP": {"dword": 0})")).propose("F502").withheld,
              "not_offered.policy_owns");
}

TEST(ForceTcp, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(pcWith("")), "F502");
}

}    // namespace
}    // namespace rdpmend

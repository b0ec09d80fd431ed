#include "bench.h"
#include "core/changes/changes.h"
#include "core/machine/no_machine.h"
#include "core/remedies/remedy.h"

namespace rdpmend {
namespace {

std::vector<std::string> fixesOf(const Plan& plan)
{
    std::vector<std::string> out;
    for (const auto& step : plan.steps) out.push_back(step.fix);
    return out;
}

std::string reasonFor(const Plan& plan, std::string_view fix)
{
    for (const auto& withheld : plan.withheld)
        if (withheld.fix == fix) return withheld.reason;
    return "";
}

TEST(Planning, ProposesWhatTheCausesNameLeastDisruptiveFirstAndSaysWhyNotTheRest)
{
    Bench bench;
    const auto diagnosis = withCause("transport.udp_blocked", {"F502", "F503", "F301", "F303", "F401"});
    const auto plan = bench.session().plan(bench.target, diagnosis);
    ASSERT_TRUE(plan);
    EXPECT_EQ(fixesOf(*plan), (std::vector<std::string>{"F303", "F502"}));
    EXPECT_EQ(reasonFor(*plan, "F301"), "not_offered.only_after_test");
    EXPECT_EQ(reasonFor(*plan, "F401"), "not_offered.not_needed");
    EXPECT_EQ(reasonFor(*plan, "F503"), "") << "only the other computer can do that";
    const auto& step = plan->steps[1];
    EXPECT_EQ(step.cause, "transport.udp_blocked");
    EXPECT_EQ(step.scope, Scope::Machine);
    EXPECT_EQ(step.complaints, std::vector<std::string>{"transport.udp"});
    EXPECT_EQ(content(step.changes.at(0).before), "does not exist");
    EXPECT_TRUE(bench.machine.state() == *stateFromJson(brokenPc, "")) << "a plan changes nothing";
}

TEST(Planning, ComplaintsIncludeTheBrokenProbesThatTheCauseExplains)
{
    Bench bench;
    auto diagnosis = withCause("licensing.cache_damaged", {"F401"});
    diagnosis.outcomes["transport.session_start"].add({.id = "transport.server_ended"});
    diagnosis.outcomes["licensing.store"].add({.id = "licensing.store_malformed"});
    diagnosis.outcomes["network.dns"] = Outcome::healthy();
    diagnosis.causes[0].forIt = {{.finding = "licensing.store_malformed", .probe = "licensing.store"},
                                 {.finding = "transport.server_ended", .probe = "transport.session_start"},
                                 {.finding = "network.dns=healthy", .probe = "network.dns"}};
    const auto plan = bench.session().plan(bench.target, diagnosis);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->steps.at(0).complaints, (std::vector<std::string>{"licensing.store", "transport.session_start"}));
    EXPECT_EQ(plan->steps.at(0).reversal, Reversal::FromCopy);
    EXPECT_TRUE(plan->steps.at(0).needsRestart);
}

TEST(Planning, PlansWhatIsAskedForByNumberOrIdOnce)
{
    Bench bench;
    const auto plan = bench.plan({"f401", "licensing.clear_license_cache", "F501"});
    EXPECT_EQ(fixesOf(plan), (std::vector<std::string>{"F501", "F401"}));
    EXPECT_EQ(plan.steps[1].changes.size(), 2U);

    const std::vector<std::string> unknown{"F999"};
    const auto refused = bench.session().plan(bench.target, Diagnosis{}, unknown);
    ASSERT_FALSE(refused);
    EXPECT_EQ(describe(refused.error()), "\"F999\" is not a fix: use a number such as F501.");
}

TEST(Planning, NeverMixesThePersonsSettingsWithTheMachines)
{
    Bench bench;
    const auto plan = bench.plan({"F304"});
    ASSERT_EQ(plan.steps.size(), 2U);
    EXPECT_EQ(plan.steps[0].scope, Scope::User);
    EXPECT_EQ(plan.steps[1].scope, Scope::Machine);
    EXPECT_EQ(plan.steps[1].changes.size(), 1U);
}

TEST(Planning, ForgetsAPasswordOnlyAfterTheTestForThisVeryHost)
{
    Bench bench;
    EXPECT_EQ(reasonFor(bench.plan({"F301"}), "F301"), "not_offered.only_after_test") << "not even when asked for";
    bench.makeTheTest();
    EXPECT_EQ(fixesOf(bench.plan({"F301"})), std::vector<std::string>{"F301"});
    EXPECT_EQ(reasonFor(bench.plan({"F303"}), "F303"), "not_offered.already_so");

    bench.session().undoAll({});
    EXPECT_EQ(fixesOf(bench.plan({"F301"})), std::vector<std::string>{"F301"}) << "the test was made all the same";

    bench.target.host.host = "pc-18";
    auto state = bench.machine.state();
    state.credentials.push_back({.target = "TERMSRV/pc-18", .user = "anna"});
    bench.machine.setState(state);
    EXPECT_EQ(reasonFor(bench.plan({"F301"}), "F301"), "not_offered.only_after_test");
}

TEST(Planning, ATestThatCouldNotBeMadeDoesNotCount)
{
    Bench bench;
    bench.makeTheTest();
    bench.journal.entries[0].state = ChangeState::Failed;
    EXPECT_EQ(reasonFor(bench.plan({"F301"}), "F301"), "not_offered.only_after_test");
}

TEST(Planning, WithoutAPcNothingIsOffered)
{
    NoMachine machine;
    DeadNet net;
    Session session(machine, net, Facts::builtIn(), nullptr, "", fakeProbes());
    const auto plan = session.plan(brokenTarget(), withCause("x", {"F501", "F401"}));
    ASSERT_TRUE(plan);
    EXPECT_TRUE(plan->steps.empty());
    EXPECT_EQ(reasonFor(*plan, "F501"), "not_offered.no_pc");
    EXPECT_EQ(reasonFor(*plan, "F401"), "not_offered.no_pc");
}

TEST(Planning, APlaceThatCannotBeReadTakesOnlyItsOwnFixAway)
{
    Bench bench;
    FaultPlan faults;
    bench.machine.setFaults(&faults);
    faults.at(FaultPlan::Call::Look, 1, Fault::Refuse);
    const auto plan = bench.session().plan(bench.target, withCause("x", {"F501", "F302"}));
    ASSERT_TRUE(plan);
    EXPECT_EQ(fixesOf(*plan), std::vector<std::string>{"F302"});
    EXPECT_EQ(reasonFor(*plan, "F501"), "not_offered.could_not_look");

    faults.at(FaultPlan::Call::Look, 1, Fault::Refuse);
    const std::vector<std::string> named{"F501"};
    EXPECT_FALSE(bench.session().plan(bench.target, Diagnosis{}, named)) << "who asks is told";
}

}    // namespace
}    // namespace rdpmend

#include "bench.h"
#include "core/changes/changes.h"

namespace rdpmend {
namespace {

std::vector<ChangeState> statesOf(const Bench& bench)
{
    std::vector<ChangeState> out;
    for (const auto& entry : bench.journal.entries) out.push_back(entry.state);
    return out;
}

TEST(CarryingOut, JournalsMakesReadsBackAndTellsTheStory)
{
    Bench bench;
    const auto results = bench.session().carryOut(bench.plan({"F401"}), bench.sink);
    ASSERT_EQ(results.size(), 1U);
    EXPECT_FALSE(results[0].error);
    EXPECT_EQ(results[0].run, 1);
    EXPECT_EQ(statesOf(bench), (std::vector{ChangeState::Done, ChangeState::Done}));
    EXPECT_TRUE(bench.journal.allRuns.at(0).finished) << "the run is finished";
    ASSERT_EQ(bench.events.size(), 4U);
    EXPECT_EQ(std::get<StepStarted>(bench.events[0]).fix, "F401");
    EXPECT_EQ(std::get<ChangeMade>(bench.events[1]).number, 1);
    EXPECT_EQ(std::get<ChangeMade>(bench.events[2]).number, 2);
    EXPECT_EQ(std::get<StepFinished>(bench.events[3]).result, results[0]);
    EXPECT_EQ(bench.plan({"F401"}).withheld.at(0).reason, "not_offered.already_so");
}

TEST(CarryingOut, ChangesNothingWithoutAJournalAndSaysWhy)
{
    Bench bench;
    const auto before = bench.machine.state();
    Session session(bench.machine, bench.net, Facts::builtIn(), nullptr, "The disk is full.", fakeProbes());
    const auto results = session.carryOut(bench.plan({"F501", "F401"}), {});
    ASSERT_EQ(results.size(), 2U);
    for (const auto& result : results) EXPECT_EQ(describe(*result.error), "The disk is full.");
    EXPECT_TRUE(bench.machine.state() == before);
    EXPECT_EQ(describe(session.history().error()), "The disk is full.");
    EXPECT_EQ(describe(*session.undoAll({}).at(0).error), "The disk is full.");

    bench.journal.onlyReading = true;
    EXPECT_NE(describe(*bench.session().carryOut(bench.plan({"F501"}), {}).at(0).error).find("open for reading only"),
              std::string::npos);
    EXPECT_TRUE(bench.machine.state() == before);
}

TEST(CarryingOut, RefusesAsAWholeWhenThePcIsNoLongerAsThePlanSays)
{
    Bench bench;
    const auto plan = bench.plan({"F302", "F501"});
    const SetRegistryValue foreign{.key = {.path = "Software\\Microsoft\\Terminal Server Client"},
                                   .name = "RDGClientTransport",
                                   .value = RegistryValue::fromDword(0)};
    ASSERT_TRUE(bench.machine.perform(foreign, Deadline::in(std::chrono::seconds(1))));
    const auto before = bench.machine.state();
    for (const auto& result : bench.session().carryOut(plan, {}))
        EXPECT_EQ(
            describe(*result.error),
            "HKCU\\Software\\Microsoft\\Terminal Server Client\\RDGClientTransport holds 0 (REG_DWORD) now and no "
            "longer does not exist, so nothing was changed: check again and look at the new plan.");
    EXPECT_TRUE(bench.machine.state() == before);
    EXPECT_TRUE(bench.journal.entries.empty());
}

TEST(CarryingOut, AStepThatFailsIsPutBackAndTheRestIsNotBegun)
{
    Bench bench;
    const auto plan = bench.plan({"F501", "F401", "F502"});
    ASSERT_EQ(plan.steps.at(1).fix, "F401");
    FaultPlan faults;
    bench.machine.setFaults(&faults);
    faults.at(FaultPlan::Call::Perform, 3, Fault::Refuse,
              {.domain = Domain::Win32, .code = 5, .doing = "write MSLicensing"});
    const auto results = bench.session().carryOut(plan, {});
    bench.machine.setFaults(nullptr);

    EXPECT_FALSE(results.at(0).error);
    EXPECT_EQ(results.at(1).error->code, 5);
    EXPECT_TRUE(results.at(1).rolledBack);
    EXPECT_EQ(describe(*results.at(2).error), "Not begun, because the step before it failed.");
    EXPECT_EQ(statesOf(bench), (std::vector{ChangeState::Done, ChangeState::Undone, ChangeState::Failed}));
    bench.session().undoAll({});
    EXPECT_TRUE(bench.machine.state() == *stateFromJson(brokenPc, ""));
}

TEST(CarryingOut, WhatDoesNotReadBackIsAFailure)
{
    Bench bench;
    const auto before = bench.machine.state();
    const auto plan = bench.plan({"F501"});
    FaultPlan faults;
    bench.machine.setFaults(&faults);
    faults.at(FaultPlan::Call::Perform, 1, Fault::Ignore);
    const auto results = bench.session().carryOut(plan, {});
    EXPECT_NE(
        describe(results.at(0).error.value()).find("was written, but holds does not exist instead of 1 (REG_DWORD)"),
        std::string::npos);
    EXPECT_TRUE(results.at(0).rolledBack);
    EXPECT_TRUE(bench.machine.state() == before);
}

TEST(CarryingOut, AStopComesBetweenStepsAndLeavesWhatIsDone)
{
    Bench bench;
    std::stop_source stop;
    const auto plan = bench.plan({"F501", "F502"});
    const auto results = bench.session().carryOut(
        plan,
        [&stop](const Event& event) {
            if (std::holds_alternative<ChangeMade>(event)) stop.request_stop();
        },
        stop.get_token());
    EXPECT_FALSE(results.at(0).error);
    EXPECT_EQ(results.at(1).error->domain, Domain::Cancelled);
    EXPECT_EQ(statesOf(bench), std::vector{ChangeState::Done});
}

TEST(CarryingOut, NeverPutsBackAPassword)
{
    Bench bench;
    const SetSavedCredential none{.target = "TERMSRV/pc-17"};
    const SetSavedCredential some{.target = "TERMSRV/pc-17", .user = "EX\\anna"};
    const Plan forged{.steps = {{.fix = "F301", .changes = {{.before = some, .after = some}}}}};
    EXPECT_TRUE(bench.session().carryOut(forged, {}).at(0).error);
    EXPECT_TRUE(bench.journal.entries.empty());
}

}    // namespace
}    // namespace rdpmend

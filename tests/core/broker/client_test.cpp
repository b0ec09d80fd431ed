// The session, the client, the wire and the broker together, and what they say when the other one is gone.
#include "core/broker/client.h"

#include "wire.h"

namespace rdpmend::broker {
namespace {

class WithABroker : public testing::Test {
protected:
    std::vector<std::int64_t> numbers()
    {
        std::vector<std::int64_t> out;
        const auto history = bench.withBroker().history();
        for (const auto& [entry, standing] : *history) out.push_back(entry.number);
        std::ranges::sort(out);
        return out;
    }
    bool asAtFirst() const { return bench.machine.state() == brokenState(); }

    BrokerBench bench;
};

TEST_F(WithABroker, APlanOfBothKindsIsOneConsentAndOneRun)
{
    const auto plan = bench.plan({"F501", "F401", "F304"});
    ASSERT_EQ(plan.steps.size(), 4U);
    const auto results = bench.withBroker().carryOut(plan, bench.sink);
    ASSERT_EQ(results.size(), 4U);
    for (std::size_t i = 0; i < results.size(); ++i) {
        EXPECT_EQ(results[i].fix, plan.steps[i].fix);
        EXPECT_FALSE(results[i].error);
        EXPECT_EQ(results[i].run, 1);
    }
    EXPECT_EQ(bench.consents, 1);
    EXPECT_EQ(numbers(), (std::vector<std::int64_t>{-3, -2, -1, 1, 2}));
    const auto history = bench.withBroker().history();
    ASSERT_TRUE(history);
    for (const auto& [entry, standing] : *history) {
        EXPECT_EQ(entry.run, 1) << "also the broker's part";
        EXPECT_EQ(entry.number < 0, entry.scope == Scope::Machine);
        EXPECT_EQ(standing, Standing::Ours);
    }
    std::vector<std::int64_t> told;
    for (const auto& event : bench.events)
        if (const auto* made = std::get_if<ChangeMade>(&event)) told.push_back(made->number);
    EXPECT_EQ(told, (std::vector<std::int64_t>{-1, -2, -3, 1, 2})) << "machine-wide first";

    for (const auto& result : bench.withBroker().undoRun(1, {})) EXPECT_EQ(result.state, ChangeState::Undone);
    EXPECT_EQ(bench.consents, 1) << "what was just agreed to is put back without asking again";
    EXPECT_TRUE(asAtFirst());
}

TEST_F(WithABroker, PlansLikeASessionWithoutOne)
{
    const auto plan = bench.withBroker().plan(bench.target, {}, std::vector<std::string>{"F401", "F501"});
    EXPECT_EQ(*plan, bench.plan({"F401", "F501"}));
}

TEST_F(WithABroker, WithoutConsentNothingIsChanged)
{
    bench.declines = true;
    const auto results = bench.withBroker().carryOut(bench.plan({"F501", "F401"}), bench.sink);
    ASSERT_EQ(results.size(), 2U);
    for (const auto& result : results) EXPECT_TRUE(isDeclined(*result.error));
    EXPECT_TRUE(asAtFirst());
    EXPECT_TRUE(numbers().empty());
    EXPECT_TRUE(bench.withBroker().interrupted()->empty());
}

TEST_F(WithABroker, NobodyIsAskedForThePersonsOwnSettings)
{
    EXPECT_FALSE(bench.withBroker().carryOut(bench.plan({"F501"}), {}).at(0).error);
    bench.withBroker().undoAll({});
    EXPECT_EQ(bench.consents, 0);
}

TEST_F(WithABroker, NobodyIsAskedWhenThePcIsNoLongerAsThePlanSays)
{
    const auto plan = bench.plan({"F502"});
    ASSERT_TRUE(bench.machine.perform(plan.steps[0].changes[0].after, Deadline::in(std::chrono::seconds(1))));
    EXPECT_TRUE(bench.withBroker().carryOut(plan, {}).at(0).error);
    EXPECT_EQ(bench.consents, 0);
}

TEST_F(WithABroker, AStepOfTheBrokerThatFailsLeavesTheRestAlone)
{
    FaultPlan faults;
    const auto plan = bench.plan({"F501", "F401"});
    faults.at(FaultPlan::Call::Perform, 2, Fault::Refuse);
    bench.machine.setFaults(&faults);
    const auto results = bench.withBroker().carryOut(plan, {});
    bench.machine.setFaults(nullptr);
    EXPECT_EQ(describe(*results.at(0).error), "Not begun, because the step before it failed.");
    EXPECT_EQ(results.at(1).error->code, 5);
    EXPECT_EQ(results.at(1).error->domain, Domain::Win32);
    EXPECT_TRUE(results.at(1).rolledBack);
    EXPECT_TRUE(asAtFirst());
}

TEST_F(WithABroker, UndoingEverythingIsOneConsentAndOwnChangesNeedNone)
{
    ASSERT_FALSE(bench.withBroker().carryOut(bench.plan({"F501", "F401", "F502"}), {}).at(0).error);
    bench.restart();
    bench.declines = true;
    const auto refused = bench.withBroker().undoAll({});
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_TRUE(isDeclined(*refused.at(0).error));
    EXPECT_EQ(refused.at(1).state, ChangeState::Undone) << "F501 is the person's own";
    bench.declines = false;
    for (const auto& result : bench.withBroker().undoAll({})) EXPECT_EQ(result.state, ChangeState::Undone);
    EXPECT_EQ(bench.consents, 3);
    EXPECT_TRUE(asAtFirst());
}

TEST_F(WithABroker, WhatSomebodyElseChangedIsKeptAndShown)
{
    ASSERT_FALSE(bench.withBroker().carryOut(bench.plan({"F502"}), {}).at(0).error);
    bench.restart();
    const SetRegistryValue foreign{
        .key = {.hive = Hive::LocalMachine,
                .path = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client"},
        .name = "fClientDisableUDP",
        .value = RegistryValue::fromDword(2)};
    ASSERT_TRUE(bench.machine.perform(foreign, Deadline::in(std::chrono::seconds(1))));
    const std::vector<std::int64_t> number{-1};
    const auto kept = bench.withBroker().undo(number, {}).at(0);
    EXPECT_EQ(kept.number, -1);
    EXPECT_EQ(kept.state, ChangeState::Kept);
    EXPECT_EQ(kept.standing, Standing::ChangedSince);
    EXPECT_TRUE(kept.now);
    EXPECT_EQ(bench.withBroker().undo(number, {}, /*evenIfChanged=*/true).at(0).state, ChangeState::Undone);
    EXPECT_TRUE(asAtFirst());
}

TEST_F(WithABroker, NumbersThatThereAreNotAreSaid)
{
    const std::vector<std::int64_t> wrong{-7, 8};
    const auto results = bench.withBroker().undo(wrong, {});
    EXPECT_EQ(describe(*results.at(0).error), "The machine-wide journal has no change M7.");
    EXPECT_EQ(describe(*results.at(1).error), "The journal has no change 8.");
    const std::vector<std::int64_t> wide{-7};
    EXPECT_EQ(describe(*bench.session().undo(wide, {}).at(0).error), "The journal has no change M7.");
}

TEST_F(WithABroker, RunsOfOtherPeopleHaveNumbersOfTheirOwn)
{
    ASSERT_FALSE(bench.client->carryOut(wideSteps(bench, {"F502"}), {9}, {}).at(0).error);
    bench.restart();
    EXPECT_EQ(bench.withBroker().history()->at(0).entry.run, -1);
    EXPECT_EQ(bench.withBroker().undoRun(-1, {}).at(0).state, ChangeState::Undone);
}

TEST_F(WithABroker, ABrokerThatHasEndedMeanwhileIsAskedForAgain)
{
    bench.cutAtWrite = 5;    // greeting, change, step, done; then it had been idle for too long
    ASSERT_FALSE(bench.withBroker().carryOut(bench.plan({"F502"}), {}).at(0).error);
    const std::vector<std::int64_t> number{-1};
    EXPECT_EQ(bench.withBroker().undo(number, {}).at(0).state, ChangeState::Undone);
    EXPECT_EQ(bench.consents, 2);
    EXPECT_TRUE(asAtFirst());
}

TEST_F(WithABroker, ABrokerThatIsKilledAtAnyMessageIsSaidAndRecovered)
{
    for (int at = 1;; ++at) {
        BrokerBench one;
        one.cutAtWrite = at;
        const auto plan = one.plan({"F501", "F401", "F502"});
        const auto results = one.withBroker().carryOut(plan, {});
        const bool cut =
            std::ranges::any_of(results, [](const StepResult& result) { return result.error.has_value(); });
        if (!cut) {
            EXPECT_GT(at, 6) << "greeting, three changes, two steps, done";
            break;
        }
        EXPECT_TRUE(std::ranges::any_of(results, [](const StepResult& result) {
            return result.error && describe(*result.error).find("ended before it had answered") != std::string::npos;
        })) << at;
        one.restart();
        const auto history = one.withBroker().history();
        ASSERT_TRUE(history);
        for (const auto& [entry, standing] : *history) EXPECT_NE(standing, Standing::Unknown);
        EXPECT_EQ(one.withBroker().interrupted()->empty(), one.wide.allRuns.empty() || one.wide.allRuns[0].finished);
        for (const auto& result : one.withBroker().undoAll({})) EXPECT_EQ(result.state, ChangeState::Undone) << at;
        EXPECT_TRUE(one.machine.state() == brokenState()) << at;
    }
}

TEST_F(WithABroker, ABrokerThatIsKilledAtAnyWriteToThePcIsRecovered)
{
    for (const auto fault : {Fault::CutBefore, Fault::CutHalfWay, Fault::CutAfter}) {
        for (const auto call : {FaultPlan::Call::Perform, FaultPlan::Call::Journal}) {
            for (int at = 1;; ++at) {
                BrokerBench one;
                const auto plan = one.plan({"F401", "F502"});
                FaultPlan faults;
                faults.at(call, at, fault);
                if (call == FaultPlan::Call::Perform)
                    one.machine.setFaults(&faults);
                else
                    one.wide.faults = &faults;
                const auto results = one.withBroker().carryOut(plan, {});
                one.joinBrokers();
                one.machine.setFaults(nullptr);
                one.wide.faults = nullptr;
                if (!faults.happened()) break;
                one.restart();
                // Half the people leave it as it stands first.
                const auto left = one.withBroker().interrupted();
                ASSERT_TRUE(left);
                if (at % 2 == 0 && !left->empty()) {
                    EXPECT_TRUE(one.withBroker().settle(left->at(0).entry.run));
                    EXPECT_TRUE(one.withBroker().interrupted()->empty());
                }
                for (const auto& result : one.withBroker().undoAll({}, /*evenIfChanged=*/true))
                    EXPECT_EQ(result.state, ChangeState::Undone);
                EXPECT_TRUE(one.machine.state() == brokenState()) << at;
            }
        }
    }
}

// A broker of another make.
TEST_F(WithABroker, ABrokerThatSaysSomethingElseIsNotBelieved)
{
    const auto plan = bench.plan({"F502"});
    const auto against = [&](const std::vector<Answer>& answers, std::uint32_t sequence = 1) {
        Client client(
            [&]() -> Result<std::unique_ptr<Stream>> {
                auto script = std::make_unique<Script>();
                script->send(encode(Envelope<Answer>{.message = Welcome{.nonce = {5}}}));
                for (const auto& answer : answers)
                    script->send(encode(Envelope<Answer>{.sequence = sequence, .nonce = {5}, .message = answer}));
                return std::unique_ptr<Stream>(std::move(script));
            },
            {});
        const auto result = client.carryOut(plan.steps, {}, {}).at(0);
        return result.error ? describe(*result.error) : "done";
    };
    EXPECT_EQ(against({Made{.fix = 502, .number = 1}, StepDone{.fix = 502}, Done{}}), "done");
    for (const auto& wrong : std::vector<std::vector<Answer>>{
             {}, {Done{}}, {Made{.fix = 401, .number = 1}}, {StepDone{.fix = 401}}, {Undone{.number = 1}}, {Welcome{}}})
        EXPECT_NE(against(wrong).find("ended before it had answered"), std::string::npos);
    EXPECT_NE(against({StepDone{.fix = 502}, Done{}}, 2).find("ended before"), std::string::npos) << "another answer";
}

}    // namespace
}    // namespace rdpmend::broker

#include "bench.h"
#include "core/changes/changes.h"

namespace rdpmend {
namespace {

SetRegistryValue transport(std::optional<std::uint32_t> value)
{
    SetRegistryValue change{.key = {.path = "Software\\Microsoft\\Terminal Server Client"},
                            .name = "RDGClientTransport"};
    if (value) change.value = RegistryValue::fromDword(*value);
    return change;
}

void writtenBySomebodyElse(Bench& bench, const Change& change)
{
    ASSERT_TRUE(bench.machine.perform(change, Deadline::in(std::chrono::seconds(1))));
}

TEST(Undoing, PutsEverythingBackNewestFirst)
{
    Bench bench;
    const auto before = bench.machine.state();
    bench.session().carryOut(bench.plan({"F204", "F302", "F303", "F304", "F401", "F501", "F502"}), {});
    EXPECT_FALSE(bench.machine.state() == before);
    const auto results = bench.session().undoAll(bench.sink);
    ASSERT_EQ(results.size(), bench.journal.entries.size());
    EXPECT_GT(results.front().number, results.back().number);
    for (const auto& result : results) {
        EXPECT_FALSE(result.error);
        EXPECT_EQ(result.standing, Standing::Ours);
        EXPECT_EQ(result.state, ChangeState::Undone);
    }
    EXPECT_EQ(bench.events.size(), results.size());
    EXPECT_TRUE(bench.machine.state() == before);
    EXPECT_TRUE(bench.session().undoAll({}).empty()) << "nothing is left to undo";
}

TEST(Undoing, TakesSingleChangesAndWholeRuns)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F302"}), {});
    const auto between = bench.machine.state();
    const auto second = bench.session().carryOut(bench.plan({"F501", "F502"}), {});
    EXPECT_EQ(bench.session().undoRun(second.at(0).run, {}).size(), 2U);
    EXPECT_TRUE(bench.machine.state() == between);
    const std::vector<std::int64_t> numbers{1, 77};
    const auto results = bench.session().undo(numbers, {});
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].state, ChangeState::Undone);
    EXPECT_EQ(describe(*results[1].error), "The journal has no change 77.");
    EXPECT_TRUE(bench.machine.state() == *stateFromJson(brokenPc, ""));
    const auto again = bench.session().undo(numbers, {});
    EXPECT_FALSE(again[0].error) << "undoing twice does no harm";
    EXPECT_EQ(again[0].standing, Standing::AsBefore);
}

TEST(Undoing, KeepsWhatSomebodyElseWroteSinceUnlessTold)
{
    Bench bench;
    const auto before = bench.machine.state();
    bench.session().carryOut(bench.plan({"F302", "F501"}), {});
    writtenBySomebodyElse(bench, transport(5));

    const auto results = bench.session().undoAll({});
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].standing, Standing::ChangedSince);
    EXPECT_EQ(results[0].state, ChangeState::Kept);
    EXPECT_EQ(content(results[0].now.value()), "5 (REG_DWORD)");
    EXPECT_EQ(results[1].state, ChangeState::Undone) << "one that is kept never stops the others";
    EXPECT_EQ((*bench.machine.registryValue(transport(5).key, transport(5).name))->asDword(), 5U);

    EXPECT_TRUE(bench.session().undoAll({}).empty()) << "what is kept is not asked about again";
    EXPECT_EQ(bench.session().undoAll({}, /*evenIfChanged=*/true).at(0).state, ChangeState::Undone);
    EXPECT_TRUE(bench.machine.state() == before);
}

TEST(Undoing, WhatSomebodyElsePutBackIsUndoneAlready)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F501"}), {});
    writtenBySomebodyElse(bench, transport(std::nullopt));
    const auto results = bench.session().undoAll({});
    EXPECT_EQ(results.at(0).standing, Standing::AsBefore);
    EXPECT_EQ(results.at(0).state, ChangeState::Undone);
}

TEST(Undoing, ANewLicenceIsKept)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F401"}), {});
    const SetRegistryValue licence{
        .key = {.hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000"},
        .name = "ClientLicense",
        .value = RegistryValue{.type = RegistryValue::binary, .data = {4, 2}}};
    writtenBySomebodyElse(bench, licence);
    const auto results = bench.session().undoAll({});
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].state, ChangeState::Undone) << "the 32-bit view";
    EXPECT_EQ(results[1].state, ChangeState::Kept);
    EXPECT_EQ(*bench.machine.registryValue(licence.key, licence.name), licence.value);
}

TEST(Undoing, SaysThatAPasswordCannotBePutBackAndGoesOn)
{
    Bench bench;
    bench.makeTheTest();
    bench.session().carryOut(bench.plan({"F301"}), {});
    EXPECT_TRUE(bench.machine.state().credentials.empty());
    const auto results = bench.session().undoAll({});
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(describe(results[0].error.value()),
              "The saved credential TERMSRV/pc-17 cannot be put back, because Windows does not give passwords back: "
              "connect once and let Windows save the password again.");
    EXPECT_EQ(results[0].state, ChangeState::Done);
    EXPECT_EQ(results[1].state, ChangeState::Undone);
}

TEST(Undoing, OneFailureNeverStopsTheOthers)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F302", "F501", "F502"}), {});
    FaultPlan faults;
    bench.machine.setFaults(&faults);
    faults.at(FaultPlan::Call::Perform, 1, Fault::Refuse);
    const auto results = bench.session().undoAll({});
    ASSERT_EQ(results.size(), 3U);
    EXPECT_TRUE(results[0].error);
    EXPECT_EQ(results[0].state, ChangeState::Done);
    EXPECT_EQ(results[1].state, ChangeState::Undone);
    EXPECT_EQ(results[2].state, ChangeState::Undone);
    EXPECT_EQ(bench.session().undoAll({}).size(), 1U);
    EXPECT_TRUE(bench.machine.state() == *stateFromJson(brokenPc, ""));
}

TEST(History, SaysHowEveryChangeStandsNow)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F302", "F501"}), {});
    writtenBySomebodyElse(bench, transport(5));
    const auto history = bench.session().history();
    ASSERT_TRUE(history);
    ASSERT_EQ(history->size(), 2U);
    EXPECT_EQ((*history)[0].standing, Standing::Ours);
    EXPECT_EQ((*history)[1].standing, Standing::ChangedSince);
    FaultPlan faults;
    bench.machine.setFaults(&faults);
    faults.at(FaultPlan::Call::Look, 1, Fault::Refuse);
    EXPECT_EQ(bench.session().history()->at(0).standing, Standing::Unknown);
}

class Interruption : public testing::Test {
protected:
    // F401 changes two places; the power goes around one of them.
    void cut(int change, Fault when)
    {
        const auto plan = m_bench.plan({"F401"});
        FaultPlan faults;
        m_bench.machine.setFaults(&faults);
        faults.at(FaultPlan::Call::Perform, change, when);
        EXPECT_THROW((void)m_bench.session().carryOut(plan, {}), PowerCut);
        m_bench.machine.setFaults(nullptr);
    }
    std::vector<Session::Remembered> left() { return *m_bench.session().interrupted(); }

    Bench m_bench;
};

TEST_F(Interruption, NothingIsLeftAfterAWholeRun)
{
    m_bench.session().carryOut(m_bench.plan({"F401"}), {});
    EXPECT_TRUE(left().empty());
}

TEST_F(Interruption, IsFoundAndClassifiedByLookingAtThePc)
{
    cut(2, Fault::CutBefore);
    ASSERT_EQ(left().size(), 2U);
    EXPECT_EQ(left()[0].entry.state, ChangeState::Done);
    EXPECT_EQ(left()[0].standing, Standing::Ours);
    EXPECT_EQ(left()[1].entry.state, ChangeState::Intended);
    EXPECT_EQ(left()[1].standing, Standing::AsBefore);
    m_bench.session().undoRun(1, {});
    EXPECT_TRUE(left().empty());
    EXPECT_TRUE(m_bench.machine.state() == *stateFromJson(brokenPc, ""));
}

TEST_F(Interruption, HalfAReplacedKeyIsPutBackWhole)
{
    cut(1, Fault::CutHalfWay);
    EXPECT_FALSE(m_bench.machine.state() == *stateFromJson(brokenPc, ""));
    EXPECT_EQ(left().at(0).standing, Standing::Ours);
    m_bench.session().undoAll({});
    EXPECT_TRUE(m_bench.machine.state() == *stateFromJson(brokenPc, ""));
}

TEST_F(Interruption, CanBeLeftAsItStandsAndUndoneLater)
{
    cut(2, Fault::CutAfter);
    const auto now = m_bench.machine.state();
    ASSERT_TRUE(m_bench.session().settle(1));
    EXPECT_TRUE(left().empty());
    EXPECT_TRUE(m_bench.machine.state() == now);
    EXPECT_EQ(m_bench.journal.entries.at(1).state, ChangeState::Done);
    m_bench.session().undoAll({});
    EXPECT_TRUE(m_bench.machine.state() == *stateFromJson(brokenPc, ""));
}

}    // namespace
}    // namespace rdpmend

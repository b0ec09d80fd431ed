#include "bench.h"

namespace rdpmend {
namespace {

struct Verified {
    Diagnosis diagnosis;
    std::vector<StepResult> results;
};

Verified fixAndVerify(Bench& bench, const std::vector<std::string>& fixes)
{
    auto session = bench.session();
    const auto before = session.diagnose(bench.target, {});
    const auto plan = bench.plan(fixes);
    Verified out{.results = session.carryOut(plan, {})};
    for (const auto& result : out.results) EXPECT_FALSE(result.error);
    out.diagnosis = session.verify(bench.target, before, plan, out.results, bench.sink);
    return out;
}

TEST(Verifying, CuredWhenTheProbeThatComplainedPasses)
{
    Bench bench;
    const auto [diagnosis, results] = fixAndVerify(bench, {"F401"});
    EXPECT_EQ(results.at(0).effect, Effect::Cured);
    EXPECT_EQ(diagnosis.outcomes.at("licensing.store").verdict, Verdict::Healthy);
    EXPECT_TRUE(diagnosis.outcomes.at("transport.udp").has("transport.udp_silent")) << "the rest of the picture stays";
}

TEST(Verifying, RunsAgainOnlyWhatComplained)
{
    Bench bench;
    fixAndVerify(bench, {"F401"});
    std::vector<std::string> started;
    for (const auto& event : bench.events)
        if (const auto* probe = std::get_if<ProbeStarted>(&event)) started.push_back(probe->id);
    EXPECT_EQ(started, std::vector<std::string>{"licensing.store"});
}

TEST(Verifying, ANoteThatWentAwayCountsToo)
{
    Bench bench;
    bench.makeTheTest();
    EXPECT_EQ(fixAndVerify(bench, {"F301"}).results.at(0).effect, Effect::Cured);
}

TEST(Verifying, NoChangeWhenTheSameFindingIsBack)
{
    Bench bench;
    EXPECT_EQ(fixAndVerify(bench, {"F502"}).results.at(0).effect, Effect::NoChange);
}

TEST(Verifying, WorseWhenAProbeThatPassedComplainsNow)
{
    Bench bench;
    const auto [diagnosis, results] = fixAndVerify(bench, {"F501"});
    EXPECT_EQ(results.at(0).effect, Effect::Worse);
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
}

TEST(Verifying, NotVerifiableWhenNobodyComplainedOrNobodyCouldLook)
{
    Bench bench;
    EXPECT_EQ(fixAndVerify(bench, {"F303"}).results.at(0).effect, Effect::NotVerifiable);

    auto session = bench.session();
    const auto before = session.diagnose(bench.target, {});
    const auto plan = bench.plan({"F401"});
    auto results = session.carryOut(plan, {});
    auto tooLarge = bench.machine.state();
    for (int i = 0; i < 5000; ++i)
        tooLarge.registry.set({.hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing\\HardwareID"},
                              std::to_string(i), RegistryValue{});
    bench.machine.setState(tooLarge);
    session.verify(bench.target, before, plan, results, {});
    EXPECT_EQ(results.at(0).effect, Effect::NotVerifiable);
}

TEST(Verifying, AStepThatWasNotMadeHasNoEffect)
{
    Bench bench;
    auto session = bench.session();
    const auto plan = bench.plan({"F401"});
    std::vector<StepResult> results{{.fix = "F401", .error = refusal("No.")}};
    session.verify(bench.target, Diagnosis{}, plan, results, {});
    EXPECT_FALSE(results[0].effect);
}

TEST(Verifying, WhatWasSkippedIsLookedAtOnceTheWayIsFree)
{
    Bench bench;
    bench.session().carryOut(bench.plan({"F501"}), {});    // breaks the gateway of these tests
    auto session = bench.session();
    const auto before = session.diagnose(bench.target, {});
    EXPECT_EQ(before.outcomes.at("transport.session_start").verdict, Verdict::Skipped);
    session.undoAll({});

    const Plan plan{.steps = {{.fix = "F501", .complaints = {"transport.gateway"}}}};
    std::vector<StepResult> results{{.fix = "F501"}};
    const auto after = session.verify(bench.target, before, plan, results, {});
    EXPECT_EQ(results[0].effect, Effect::Cured);
    EXPECT_EQ(after.outcomes.at("transport.session_start").verdict, Verdict::Healthy);
}

}    // namespace
}    // namespace rdpmend

// The scheduler: probes run at once as far as their needs allow; a crash, a time-out and a stop are results of their
// own.
#include "core/engine/schedule.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

using namespace std::chrono_literals;

Outcome healthy(ProbeContext&)
{
    return Outcome::healthy();
}
Outcome broken(ProbeContext&)
{
    Outcome outcome;
    return outcome.add({.id = "network.port_refused"});
}
Outcome noted(ProbeContext&)
{
    auto outcome = Outcome::healthy();
    return outcome.add({.id = "network.some_addresses_fail", .weight = Weight::Degrades});
}
Outcome crashing(ProbeContext&)
{
    throw std::runtime_error("the roof is on fire");
}
Outcome waiting(ProbeContext& c)
{
    while (!c.deadline.over()) std::this_thread::sleep_for(1ms);
    return Outcome::couldNotLook({.domain = c.deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut});
}
std::atomic<int> together = 0, mostTogether = 0;
// Waits for the others, so that only probes which really run at once see each other.
Outcome counting(ProbeContext& c)
{
    ++together;
    while (together < 3 && !c.deadline.over()) std::this_thread::sleep_for(1ms);
    mostTogether = std::max(mostTogether.load(), together.load());
    return Outcome::healthy();
}

Diagnosis run(const std::vector<const Probe*>& probes, std::stop_token stop = {}, const Sink& sink = {},
              std::vector<std::string_view> only = {})
{
    static ScriptedNet net;
    static const NoMachine machine;
    return diagnoseWith(probes, host(), machine, net, Facts::builtIn(), sink, stop, only);
}

TEST(Schedule, IndependentProbesRunAtTheSameTime)
{
    static const Probe a{.id = "a", .place = Place::Words, .run = counting},
        b{.id = "b", .place = Place::Words, .run = counting}, c{.id = "c", .place = Place::Words, .run = counting};
    run({&a, &b, &c});
    EXPECT_EQ(mostTogether, 3);
}

TEST(Schedule, WhatNeedsABrokenProbeIsSkippedAndNamesTheFirstBrokenLink)
{
    static const Probe first{.id = "first", .place = Place::Words, .run = broken},
        second{.id = "second", .place = Place::Words, .needs = {"first"}, .run = healthy},
        third{.id = "third", .place = Place::Words, .needs = {"second"}, .run = healthy},
        later{.id = "later", .place = Place::Words, .after = {"first"}, .run = healthy};
    const auto outcomes = run({&first, &second, &third, &later}).outcomes;
    EXPECT_EQ(outcomes.at("second").verdict, Verdict::Skipped);
    EXPECT_EQ(outcomes.at("third").because, "first");
    EXPECT_EQ(outcomes.at("later").verdict, Verdict::Healthy) << "`after` is an order, not a need";
}

TEST(Schedule, NotesDoNotStopWhatNeedsThem)
{
    static const Probe first{.id = "first", .place = Place::Words, .run = noted},
        second{.id = "second", .place = Place::Words, .needs = {"first"}, .run = healthy};
    EXPECT_EQ(run({&first, &second}).outcomes.at("second").verdict, Verdict::Healthy);
}

TEST(Schedule, CrashIsAResultAndEndsNothingElse)
{
    static const Probe first{.id = "first", .place = Place::Words, .run = crashing},
        second{.id = "second", .place = Place::Words, .run = healthy};
    const auto outcomes = run({&first, &second}).outcomes;
    EXPECT_EQ(outcomes.at("first").verdict, Verdict::Crashed);
    EXPECT_NE(describe(*outcomes.at("first").error).find("the roof is on fire"), std::string::npos);
    EXPECT_EQ(outcomes.at("second").verdict, Verdict::Healthy);
}

TEST(Schedule, BudgetEndsAProbeThatKeepsItsDeadline)
{
    static const Probe slow{.id = "slow", .place = Place::Words, .budget = 50ms, .run = waiting};
    EXPECT_EQ(run({&slow}).outcomes.at("slow").error->domain, Domain::TimedOut);
}

TEST(Schedule, ProbeThatIgnoresItsDeadlineIsAbandoned)
{
    static std::atomic<bool> release = false, gone = false;
    static const Probe stuck{.id = "stuck", .place = Place::Words, .budget = 20ms, .run = [](ProbeContext&) {
                                 while (!release) std::this_thread::sleep_for(5ms);
                                 gone = true;
                                 return Outcome::healthy();
                             }};
    const auto from = std::chrono::steady_clock::now();
    const auto outcome = run({&stuck}).outcomes.at("stuck");
    EXPECT_LT(std::chrono::steady_clock::now() - from, 10s);
    EXPECT_EQ(outcome.verdict, Verdict::Inconclusive);
    EXPECT_EQ(outcome.error->domain, Domain::TimedOut);
    release = true;
    while (!gone) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(20ms);    // it delivers its late outcome to nobody
}

TEST(Schedule, StopEndsAtOnceWithWhatWasSeen)
{
    static const Probe quick{.id = "quick", .place = Place::Words, .run = healthy},
        slow{.id = "slow", .place = Place::Words, .budget = 20s, .run = waiting},
        never{.id = "never", .place = Place::Words, .needs = {"slow"}, .run = healthy};
    std::stop_source stop;
    std::jthread stopper([&stop] {
        std::this_thread::sleep_for(80ms);
        stop.request_stop();
    });
    const auto from = std::chrono::steady_clock::now();
    const auto outcomes = run({&quick, &slow, &never}, stop.get_token()).outcomes;
    EXPECT_LT(std::chrono::steady_clock::now() - from, 5s) << "the budget is 20 s";
    EXPECT_EQ(outcomes.at("quick").verdict, Verdict::Healthy);
    EXPECT_EQ(outcomes.at("slow").error->domain, Domain::Cancelled);
    EXPECT_EQ(outcomes.at("never").error->domain, Domain::Cancelled);
}

TEST(Schedule, StopFromTheSinkItselfDoesNotHang)
{
    static const Probe quick{.id = "quick", .place = Place::Words, .run = healthy},
        slow{.id = "slow", .place = Place::Words, .budget = 20s, .run = waiting};
    std::stop_source stop;
    const auto outcomes = run({&quick, &slow}, stop.get_token(), [&stop](const Event& event) {
                              if (std::holds_alternative<ProbeFinished>(event)) stop.request_stop();
                          }).outcomes;
    EXPECT_EQ(outcomes.at("slow").verdict, Verdict::Inconclusive);
}

TEST(Schedule, OnlyRunsWhatWasAskedForAndWhatItNeeds)
{
    static const Probe first{.id = "first", .place = Place::Words, .run = healthy},
        second{.id = "second", .place = Place::Words, .needs = {"first"}, .run = healthy},
        other{.id = "other", .place = Place::Words, .run = healthy};
    const auto outcomes = run({&first, &second, &other}, {}, {}, {"second"}).outcomes;
    EXPECT_EQ(outcomes.size(), 2U);
    EXPECT_FALSE(outcomes.contains("other"));
}

TEST(Schedule, EveryProbeStartsAndFinishesOnceInTheEvents)
{
    std::map<std::string, int> started, finishedCount;
    ScriptedNet net;
    net.resolution = {.v4 = NameAnswer::NoSuchName};
    static const NoMachine machine;
    diagnoseWith(allProbes(), host(), machine, net, Facts::builtIn(),
                 [&](const Event& event) {
                     if (const auto* e = std::get_if<ProbeStarted>(&event)) ++started[e->id];
                     if (const auto* e = std::get_if<ProbeFinished>(&event)) ++finishedCount[e->id];
                 },
                 {});
    EXPECT_EQ(started.size(), allProbes().size());
    EXPECT_EQ(started, finishedCount);
}

TEST(Schedule, TheTableHasNoUnknownNeedsAndNoCycles)
{
    for (const auto* probe : allProbes())
        for (const auto& list : {probe->needs, probe->after})
            for (const auto id : list) EXPECT_TRUE(id.empty() || findProbe(id)) << probe->id << " names " << id;
    ScriptedNet net;
    const auto diagnosis = diagnose(net);
    for (const auto& [id, outcome] : diagnosis.outcomes)
        EXPECT_TRUE(!outcome.error || describe(*outcome.error) != "It waits for itself.") << id;
}

}    // namespace
}    // namespace rdpmend::test

// Where this PC sets its clock from: evidence when clocks differ, and nothing by itself.
#include <gtest/gtest.h>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "tests/support/case.h"

namespace rdpmend::test {
namespace {

Diagnosis diagnoseClock(const std::string& json, std::chrono::minutes hostAhead = {})
{
    const auto machine = SimulatedMachine::fromJson(json);
    if (!machine) throw std::runtime_error(describe(machine.error()));
    ScriptedNet net;
    net.connections = {{.replies = {confirmSelecting(protocol::protocolHybrid),
                                    challengeReply(std::chrono::system_clock::now() + hostAhead)}}};
    return diagnose(net, host(), **machine);
}

const std::string noSync = R"({"clock": {"source": "NoSync"}})";

TEST(ClockSource, ClockThatNobodySetsMakesAWrongClockLikelier)
{
    const std::chrono::minutes late{6};
    const auto unset = diagnoseClock(noSync, late);
    const auto set = diagnoseClock("{}", late);
    ASSERT_EQ(topCause(unset), "certificates.clock_wrong");
    ASSERT_EQ(topCause(set), "certificates.clock_wrong");
    EXPECT_GT(unset.top()->likelihood, set.top()->likelihood);
}

TEST(ClockSource, ClockWithinFiveMinutesIsNoCause)
{
    const auto diagnosis = diagnoseClock(noSync, std::chrono::minutes(4));
    EXPECT_EQ(topCause(diagnosis), "");
    EXPECT_TRUE(found(diagnosis, "certificates.clock_not_synchronised"));
}

TEST(ClockSource, DisabledServiceSetsNoClockAndAStoppedOneIsEveryday)
{
    EXPECT_TRUE(found(diagnoseClock(R"({"services": {"W32Time": {"start": "disabled"}}})"),
                      "certificates.clock_not_synchronised"));
    EXPECT_FALSE(found(diagnoseClock(R"({"services": {"W32Time": {"state": "stopped"}}})"),
                       "certificates.clock_not_synchronised"));
}

TEST(ClockSource, CannotBeToldWhenThePcCannotBeAsked)
{
    const auto diagnosis = diagnoseClock(R"({"cannot_look": {"clock": {"domain": "win32", "code": 5}}})");
    EXPECT_EQ(diagnosis.outcomes.at("certificates.clock_source").verdict, Verdict::Inconclusive);
}

}    // namespace
}    // namespace rdpmend::test

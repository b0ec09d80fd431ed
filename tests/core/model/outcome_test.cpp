#include "core/model/outcome.h"

#include <gtest/gtest.h>

#include "core/model/phase.h"

namespace rdpmend {
namespace {

TEST(Outcome, OnlyAFindingThatBlocksMakesAProblem)
{
    auto outcome = Outcome::healthy();
    outcome.add({.id = "network.note", .weight = Weight::Note}).add({.id = "network.slow", .weight = Weight::Degrades});
    EXPECT_EQ(outcome.verdict, Verdict::Healthy);
    outcome.add({.id = "network.refused"});
    EXPECT_EQ(outcome.verdict, Verdict::Problem);
    EXPECT_TRUE(outcome.has("network.slow"));
    EXPECT_FALSE(outcome.has("network"));
}

TEST(Outcome, FactsAreFoundByTheirKey)
{
    auto outcome = Outcome::healthy();
    outcome.fact("tls.version", "TLS 1.3").fact("host", "pc-17", Privacy::Personal);
    EXPECT_EQ(outcome.value("tls.version"), "TLS 1.3");
    EXPECT_EQ(outcome.value("tls"), "");
    EXPECT_EQ(outcome.facts.back().privacy, Privacy::Personal);
}

TEST(Outcome, CouldNotLookIsNotHealthy)
{
    const auto outcome = Outcome::couldNotLook({.domain = Domain::TimedOut, .doing = "connect"});
    EXPECT_EQ(outcome.verdict, Verdict::Inconclusive);
    EXPECT_TRUE(outcome.error);
}

TEST(Phase, NumbersAndNamesAreWhatTheHelpdeskSays)
{
    EXPECT_EQ(number(Phase::Network), 1);
    EXPECT_EQ(number(Phase::Transport), 5);
    EXPECT_EQ(name(Phase::Network), "network");
    EXPECT_EQ(name(Phase::Certificates), "certificates");
    EXPECT_EQ(name(Phase::Credentials), "credentials");
    EXPECT_EQ(name(Phase::Licensing), "licensing");
    EXPECT_EQ(name(Phase::Transport), "transport");
}

}    // namespace
}    // namespace rdpmend

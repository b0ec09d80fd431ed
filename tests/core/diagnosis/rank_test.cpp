// Ranking is pure: the same outcomes give the same list, and a cause stands on findings, never on a code alone.
#include "core/diagnosis/rank.h"

#include <gtest/gtest.h>

#include <set>

namespace rdpmend {
namespace {

Outcome withFinding(std::string id, Weight weight = Weight::Blocks)
{
    Outcome outcome{.verdict = Verdict::Healthy};
    return outcome.add({.id = std::move(id), .weight = weight});
}

Verdict verdictNamed(std::string_view word)
{
    for (int v = 0; v <= static_cast<int>(Verdict::Crashed); ++v)
        if (name(static_cast<Verdict>(v)) == word) return static_cast<Verdict>(v);
    ADD_FAILURE() << word << " is no verdict";
    return Verdict::Inconclusive;
}

TEST(Rank, NothingSeenGivesNoCause)
{
    EXPECT_TRUE(rankCauses({}, Facts::builtIn()).empty());
}

TEST(Rank, CouldNotLookIsEvidenceForNothing)
{
    Outcomes blind;
    for (const auto* probe : {"network.dns", "network.tcp_port", "transport.tls_handshake", "transport.session_start"})
        blind.emplace(probe, Outcome::couldNotLook(refusal("denied")));
    EXPECT_TRUE(rankCauses(blind, Facts::builtIn()).empty());
    EXPECT_EQ(overallOf(blind, {}), Overall::Inconclusive);
}

TEST(Rank, EveryReportedFindingAloneNamesNoCause)
{
    std::set<std::string> reported;
    for (const auto& rule : Facts::builtIn().causes())
        for (const auto& evidence : rule.forIt)
            if (evidence.finding.find(".reported_") != std::string::npos) reported.insert(evidence.finding);
    EXPECT_GT(reported.size(), 10U);
    for (const auto& finding : reported) {
        const Outcomes outcomes{{"transport.reported", withFinding(finding, Weight::Note)}};
        EXPECT_TRUE(rankCauses(outcomes, Facts::builtIn()).empty()) << finding;
    }
}

TEST(Rank, EveryRuleCanBeReachedByOneOfItsOwnSets)
{
    for (const auto& rule : Facts::builtIn().causes()) {
        ASSERT_FALSE(rule.establishedBy.empty()) << rule.id;
        for (const auto& set : rule.establishedBy) {
            Outcomes outcomes;
            int number = 0;
            for (const auto& id : set) {
                const auto equals = id.find('=');
                if (equals == std::string::npos)
                    outcomes.emplace("probe" + std::to_string(number++), withFinding(id));
                else
                    outcomes.emplace(id.substr(0, equals), Outcome{.verdict = verdictNamed(id.substr(equals + 1))});
            }
            const auto causes = rankCauses(outcomes, Facts::builtIn());
            EXPECT_TRUE(std::ranges::any_of(causes, [&rule](const RankedCause& cause) { return cause.id == rule.id; }))
                << rule.id;
        }
    }
}

TEST(Rank, WhatBlocksComesBeforeWhatOnlyWarns)
{
    const Outcomes outcomes{{"certificates.strength", withFinding("certificates.weak_key", Weight::Degrades)},
                            {"transport.tls_handshake", withFinding("transport.tls_alert")}};
    const auto causes = rankCauses(outcomes, Facts::builtIn());
    ASSERT_GE(causes.size(), 2U);
    EXPECT_EQ(causes.front().weight, Weight::Blocks);
    EXPECT_EQ(causes.back().weight, Weight::Degrades);
}

TEST(Rank, EvidenceAgainstIsToldAndCounts)
{
    const Outcomes alone{{"a", withFinding("certificates.expired")}};
    const Outcomes doubted{{"a", withFinding("certificates.expired")},
                           {"b", withFinding("certificates.clock_differs")}};
    const auto likelihood = [](const Outcomes& outcomes) {
        const auto causes = rankCauses(outcomes, Facts::builtIn());
        return std::ranges::find(causes, "certificates.expired", &RankedCause::id)->likelihood;
    };
    EXPECT_LT(likelihood(doubted), likelihood(alone));
    const auto causes = rankCauses(doubted, Facts::builtIn());
    EXPECT_EQ(causes.front().id, "certificates.clock_wrong");
    EXPECT_EQ(std::ranges::find(causes, "certificates.expired", &RankedCause::id)->against.size(), 1U);
}

TEST(Rank, LikelihoodIsAProbabilityAndTheListIsStable)
{
    const Outcomes outcomes{{"a", withFinding("transport.cut_on_client_hello")},
                            {"b", withFinding("transport.ended_by_reset", Weight::Note)}};
    const auto first = rankCauses(outcomes, Facts::builtIn());
    EXPECT_EQ(first, rankCauses(outcomes, Facts::builtIn()));
    for (const auto& cause : first) {
        EXPECT_GT(cause.likelihood, 0);
        EXPECT_LT(cause.likelihood, 1);
    }
}

}    // namespace
}    // namespace rdpmend

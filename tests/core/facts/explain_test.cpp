#include "core/facts/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rdpmend {
namespace {

using testing::HasSubstr;

Explanation explain(std::uint32_t reason, std::optional<std::uint32_t> extended = std::nullopt)
{
    return Facts::builtIn().explain({.reason = reason, .extended = extended});
}

TEST(Explain, TheFamousPairIsWhatItReallyIs)
{
    const auto explanation = explain(0x904, 7);
    EXPECT_EQ(explanation.reason.symbol, "disconnectReasonAtClientWinsockFDCLOSE");
    EXPECT_EQ(explanation.reason.finding, "transport.reported_closed");
    EXPECT_TRUE(explanation.reason.official);
    ASSERT_TRUE(explanation.extended);
    EXPECT_EQ(explanation.extended->symbol, "exDiscReasonServerDeniedConnection");
    EXPECT_EQ(explanation.extended->finding, "transport.reported_denied");
    EXPECT_THAT(explanation.extended->myth, HasSubstr("ERROR_ARENA_TRASHED"));
    EXPECT_THAT(explanation.together, HasSubstr("denied the connection"));
    EXPECT_THAT(explanation.together, HasSubstr("a hint, not proof"));
}

TEST(Explain, PairsAreReadTogether)
{
    EXPECT_THAT(explain(0x904, 0).together, HasSubstr("nobody gave a reason"));
    EXPECT_THAT(explain(0x904).together, HasSubstr("does not say who"));
    EXPECT_THAT(explain(0x904, 0x104).together, HasSubstr("licence"));
    EXPECT_THAT(explain(3, 0xC).together, HasSubstr("itself"));
    EXPECT_THAT(explain(3).together, HasSubstr("look for it in the dialog"));
    EXPECT_THAT(explain(0x204, 0).together, HasSubstr("No connection was opened"));
    EXPECT_THAT(explain(0x108).together, HasSubstr("in time"));
    EXPECT_THAT(explain(0x808, 0x101).together, HasSubstr("licence"));
    EXPECT_EQ(explain(0x804, 0).together, "");
}

TEST(Explain, AnExtendedCodeGivenAloneIsRecognised)
{
    const auto explanation = explain(0x10B);
    EXPECT_FALSE(explanation.reason.official);
    EXPECT_THAT(explanation.together, HasSubstr("As an extended error code 0x10B"));
}

TEST(Explain, GatewayNumbersAreFoundInTheirOwnTable)
{
    const auto explanation = explain(0x300000C);
    EXPECT_EQ(explanation.reason.table, "gateway");
    EXPECT_EQ(explanation.reason.finding, "transport.reported_gateway");
    EXPECT_FALSE(explanation.reason.official);
}

struct Unknown {
    std::uint32_t reason;
    const char* family;    // "" when none can be told
};

class UnknownReason : public testing::TestWithParam<Unknown> {};

TEST_P(UnknownReason, IsPlacedByItsFamilyAndMarkedAsSuch)
{
    const auto reason = explain(GetParam().reason).reason;
    EXPECT_EQ(reason.code, GetParam().reason);
    EXPECT_FALSE(reason.official);
    EXPECT_EQ(reason.symbol, "");
    EXPECT_EQ(reason.definedBy, "");
    EXPECT_EQ(reason.meaning, "No public list knows this number.");
    if (*GetParam().family == '\0')
        EXPECT_EQ(reason.family, "");
    else
        EXPECT_THAT(reason.family, testing::AllOf(HasSubstr("by its family probably"), HasSubstr(GetParam().family)));
}

INSTANTIATE_TEST_SUITE_P(ByLowByte, UnknownReason,
                         testing::Values(Unknown{0xC04, "network connection"}, Unknown{0xE04, "network connection"},
                                         Unknown{0x1106, "old RDP encryption"}, Unknown{0x3007, "sign-in"},
                                         Unknown{0xE0A, "smart-card"}, Unknown{0x2209, "security settings"},
                                         Unknown{0x2208, "Remote Desktop client"}, Unknown{0x1104, "protocol error"},
                                         Unknown{0x1234, "protocol error"}, Unknown{0x30000FF, "gateway"},
                                         Unknown{0x54321, ""}, Unknown{0xFFFFFFFF, ""}, Unknown{0xF0, ""}));

TEST(Explain, UnknownExtendedCodesHaveFamiliesToo)
{
    EXPECT_THAT(explain(3, 0x10C).extended->family, HasSubstr("licensing"));
    EXPECT_THAT(explain(3, 0x420).extended->family, HasSubstr("broker"));
    EXPECT_THAT(explain(3, 0x2000).extended->family, HasSubstr("protocol error"));
    EXPECT_EQ(explain(3, 0x2000).extended->finding, "transport.reported_protocol");
    EXPECT_EQ(explain(3, 0x90000).extended->family, "");
    EXPECT_FALSE(explain(3, 0x90000).extended->official);
}

}    // namespace
}    // namespace rdpmend

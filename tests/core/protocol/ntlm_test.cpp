#include "core/protocol/ntlm.h"

#include <gtest/gtest.h>

#include "tests/support/captures.h"

namespace rdpmend::protocol {
namespace {

using namespace std::chrono_literals;

NtlmChallenge member()
{
    return {.flags = 0xE2898235U,
            .targetName = "EXAMPLE",
            .netbiosComputer = "PC-17",
            .netbiosDomain = "EXAMPLE",
            .dnsComputer = "pc-17.example.com",
            .dnsDomain = "example.com",
            .dnsTree = "example.com",
            .timestamp = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h + 100ms,
            .major = 10,
            .minor = 0,
            .build = 20348};
}

Bytes message()
{
    return ntlmChallenge(member());
}

void setU16(Bytes& bytes, std::size_t at, std::uint16_t value)
{
    bytes[at] = static_cast<std::uint8_t>(value);
    bytes[at + 1] = static_cast<std::uint8_t>(value >> 8U);
}

TEST(Ntlm, NegotiateIsFortyBytesWithoutNames)
{
    const auto bytes = ntlmNegotiate();
    ASSERT_EQ(bytes.size(), 40U);
    EXPECT_EQ(toHex(ByteView(bytes).first(16)), "4e544c4d5353500001000000b78208e2");
    EXPECT_EQ(toHex(ByteView(bytes).subspan(16, 16)), std::string(32, '0'));
    EXPECT_EQ(bytes.back(), 0x0F);
}

TEST(Ntlm, ChallengesAreReadAsTheyWereWritten)
{
    EXPECT_EQ(parseNtlmChallenge(message()), member());
    const NtlmChallenge bare{.flags = 0x02800001};
    EXPECT_EQ(parseNtlmChallenge(ntlmChallenge(bare)), bare);
}

TEST(Ntlm, DomainMembershipIsAFlag)
{
    EXPECT_TRUE(member().domainMember());
    EXPECT_FALSE(NtlmChallenge{.flags = 0x00020000}.domainMember());
}

TEST(Ntlm, OffsetsOutsideTheMessageAreRefused)
{
    for (const std::size_t field : {12U, 40U}) {
        auto bytes = message();
        bytes[field + 7] = 0xFF;    // offset
        EXPECT_EQ(parseNtlmChallenge(bytes), std::nullopt) << field;
        bytes = message();
        setU16(bytes, field, 0xFFFF);    // length
        EXPECT_EQ(parseNtlmChallenge(bytes), std::nullopt) << field;
    }
}

TEST(Ntlm, EmptyFieldsMayPointAnywhere)
{
    auto bytes = message();
    setU16(bytes, 12, 0);
    bytes[19] = 0xFF;
    const auto challenge = parseNtlmChallenge(bytes);
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->targetName, "");
    EXPECT_EQ(challenge->dnsComputer, "pc-17.example.com");
}

TEST(Ntlm, PairThatOverrunsTheListIsRefused)
{
    auto bytes = message();
    const std::size_t list = bytes[44] | bytes[45] << 8;
    setU16(bytes, list + 2, 0x7FFF);
    EXPECT_EQ(parseNtlmChallenge(bytes), std::nullopt);
}

TEST(Ntlm, ListWithoutItsEndMarkIsStillRead)
{
    auto bytes = message();
    setU16(bytes, 40, static_cast<std::uint16_t>((bytes[40] | bytes[41] << 8) - 4));
    EXPECT_EQ(parseNtlmChallenge(bytes), member());
}

TEST(Ntlm, WithoutTargetInfoFlagTheListIsNotLookedAt)
{
    auto bytes = message();
    bytes[22] &= 0x7F;
    bytes[47] = 0xFF;    // its offset would be outside
    const auto challenge = parseNtlmChallenge(bytes);
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->netbiosComputer, "");
    EXPECT_EQ(challenge->targetName, "EXAMPLE");
}

TEST(Ntlm, VersionWithoutItsRevisionIsNoVersion)
{
    auto bytes = message();
    bytes[55] = 0;
    EXPECT_EQ(parseNtlmChallenge(bytes)->build, 0);
}

TEST(Ntlm, ImpossibleClocksAreNoClocks)
{
    const auto bytes = message();
    const auto good = parseNtlmChallenge(bytes);
    ASSERT_TRUE(good && good->timestamp);
    const auto at = bytes.size() - 4 - 8;    // before the end mark
    for (const auto fill : Bytes{0x00, 0x7F, 0xFF}) {
        auto wrong = bytes;
        std::fill_n(wrong.begin() + static_cast<std::ptrdiff_t>(at), 8, fill);
        const auto challenge = parseNtlmChallenge(wrong);
        ASSERT_TRUE(challenge);
        EXPECT_EQ(challenge->timestamp, std::nullopt);
        EXPECT_EQ(challenge->dnsTree, "example.com");
    }
}

TEST(Ntlm, OtherMessagesAreRefused)
{
    EXPECT_EQ(parseNtlmChallenge({}), std::nullopt);
    EXPECT_EQ(parseNtlmChallenge(ntlmNegotiate()), std::nullopt);
    auto bytes = message();
    bytes[0] = 'n';
    EXPECT_EQ(parseNtlmChallenge(bytes), std::nullopt);
}

TEST(Ntlm, EveryTruncationIsRefused)
{
    const auto bytes = message();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(parseNtlmChallenge(ByteView(bytes).first(size)), std::nullopt) << size;
}

TEST(Ntlm, NamesInACodePageStayReadable)
{
    auto bytes = message();
    bytes[20] &= 0xFE;    // not Unicode
    EXPECT_EQ(parseNtlmChallenge(bytes)->targetName, "EXAMPLE") << "the zero bytes between are not shown";
}

using NtlmCaptures = test::Captures;

TEST_F(NtlmCaptures, DomainMemberTellsItsNamesBuildAndClock)
{
    const auto challenge = parseNtlmChallenge(capture("ntlm2/15-zeek-dce_rpc_ntlm.bin"));
    ASSERT_TRUE(challenge);
    EXPECT_TRUE(challenge->domainMember());
    EXPECT_EQ(challenge->netbiosDomain, "BLACKCLOVER");
    EXPECT_EQ(challenge->netbiosComputer, "CBTH-WS-2");
    EXPECT_EQ(challenge->build, 18362);
    EXPECT_FALSE(challenge->dnsTree.empty());
    EXPECT_TRUE(challenge->timestamp);
}

TEST_F(NtlmCaptures, WorkgroupPcIsItsOwnDomain)
{
    const auto challenge = parseNtlmChallenge(capture("ntlm2/09-suricata-smb2-ntlmssp-negotiateflags.bin"));
    ASSERT_TRUE(challenge);
    EXPECT_FALSE(challenge->domainMember());
    EXPECT_EQ(challenge->targetName, "DESKTOP-V1FA0UQ");
    EXPECT_EQ(challenge->netbiosComputer, challenge->netbiosDomain);
    EXPECT_EQ(challenge->build, 10586);
}

TEST_F(NtlmCaptures, BuildsAreAsRecorded)
{
    EXPECT_EQ(parseNtlmChallenge(capture("ntlm2/07-arkime-smbtorture-ntlmssp.bin"))->build, 5231);
    EXPECT_EQ(parseNtlmChallenge(capture("ntlm2/08-suricata-smb2-ntlmssp-negotiateflags.bin"))->build, 9600);
    EXPECT_EQ(parseNtlmChallenge(capture("ntlm2/16-zeek-ldap-aduser1-ntlm.bin"))->build, 20348);
}

TEST_F(NtlmCaptures, MessageWithoutTargetInfoIsUnderstood)
{
    const auto challenge = parseNtlmChallenge(capture("ntlm2/17-zeek-ldap-sasl-ntlm.bin"));
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->netbiosComputer, "");
    EXPECT_EQ(challenge->build, 0);
    EXPECT_FALSE(challenge->targetName.empty());
}

TEST_F(NtlmCaptures, SyntheticOnesWithAnEmptyListAreUnderstood)
{
    for (int i = 1; i <= 6; ++i)
        EXPECT_TRUE(parseNtlmChallenge(capture("ntlm2/0" + std::to_string(i) + "-arkime-ntlm_synthetic.bin"))) << i;
}

}    // namespace
}    // namespace rdpmend::protocol

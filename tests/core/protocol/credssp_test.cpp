#include "core/protocol/credssp.h"

#include <gtest/gtest.h>

#include "core/protocol/ntlm.h"
#include "tests/support/captures.h"

namespace rdpmend::protocol {
namespace {

Bytes hex(std::string_view text)
{
    return fromHex(text).value();
}

// A SEQUENCE whose content is shorter than 128 bytes.
Bytes sequence(std::string_view content)
{
    const auto bytes = hex(content);
    return ByteWriter{}.u8(0x30).u8(static_cast<std::uint8_t>(bytes.size())).bytes(bytes).take();
}

TEST(Credssp, SmallestRequestIsThePublishedOne)
{
    const auto bytes = tsRequest(6, ntlmNegotiate());
    EXPECT_EQ(bytes.size(), 57U);
    EXPECT_EQ(toHex(ByteView(bytes).first(17)), "3037a003020106a130302e302ca02a0428");
}

TEST(Credssp, RequestsAreReadAsTheyWereWritten)
{
    for (const std::size_t size : {0U, 1U, 40U, 127U, 128U, 255U, 256U, 4000U, 65000U}) {
        const TsRequest request{.version = 6, .negoToken = Bytes(size, 0x4E)};
        const auto bytes = tsRequest(request.version, request.negoToken);
        EXPECT_EQ(tsRequestLength(bytes), bytes.size());
        EXPECT_EQ(parseTsRequest(bytes), request) << size;
    }
}

TEST(Credssp, ErrorsAreReadAsTheyWereWritten)
{
    EXPECT_EQ(tsRequestError(6, 0xC000006D), sequence("a003020106 a406 0204c000006d"));
    for (const std::uint32_t status : {0U, 1U, 0x7FU, 0x80U, 0xFFU, 0x8000U, 0xC000006DU, 0xFFFFFFFFU})
        EXPECT_EQ(parseTsRequest(tsRequestError(6, status)), (TsRequest{.version = 6, .errorCode = status})) << status;
}

TEST(Credssp, ErrorMayBeWrittenUnsigned)
{
    EXPECT_EQ(parseTsRequest(sequence("a003020103 a407 020500c000006d"))->errorCode, 0xC000006DU);
}

TEST(Credssp, UnknownFieldsAreSkipped)
{
    const auto request = parseTsRequest(sequence("a003020106 a506 04040badcafe aa03 020101 a403 020105"));
    EXPECT_EQ(request, (TsRequest{.version = 6, .errorCode = 5U}));
}

TEST(Credssp, LengthIsToldAsSoonAsItsBytesAreThere)
{
    EXPECT_EQ(tsRequestLength({}), 0U);
    EXPECT_EQ(tsRequestLength(hex("30")), 0U);
    EXPECT_EQ(tsRequestLength(hex("3037")), 57U);
    EXPECT_EQ(tsRequestLength(hex("3081")), 0U);
    EXPECT_EQ(tsRequestLength(hex("30819f")), 162U);
    EXPECT_EQ(tsRequestLength(hex("308230")), 0U);
    EXPECT_EQ(tsRequestLength(hex("30823025")), 0x3025U + 4);
}

TEST(Credssp, WhatIsNoTsRequestHasNoLength)
{
    EXPECT_EQ(tsRequestLength(hex("0300")), std::nullopt) << "an MCS disconnect";
    EXPECT_EQ(tsRequestLength(hex("3080")), std::nullopt) << "indefinite";
    EXPECT_EQ(tsRequestLength(hex("3085")), std::nullopt);
    EXPECT_EQ(tsRequestLength(hex("30ff")), std::nullopt);
    EXPECT_EQ(tsRequestLength(hex("3083010000")), std::nullopt) << "with its head more than the limit";
    EXPECT_EQ(tsRequestLength(hex("3084ffffffff")), std::nullopt);
    EXPECT_EQ(tsRequestLength(hex("3082ffff")), std::nullopt);
    EXPECT_EQ(tsRequestLength(hex("3082fffc")), tsRequestLimit);
}

TEST(Credssp, MalformedRequestsAreRefused)
{
    for (const auto* content : {"",                                            // no version
                                "a403020105",                                  // no version
                                "a0020106",                                    // version is no INTEGER
                                "a0020200",                                    // INTEGER without content
                                "a0080206 000000000001",                       // INTEGER of six bytes
                                "a003020106 a1020400",                         // tokens are no SEQUENCE
                                "a003020106 a10a 3008 3006 a004 0403 0102",    // token overruns
                                "a003020106 04020102",                         // not a context tag
                                "a003020106 a4"})                              // cut off
        EXPECT_EQ(parseTsRequest(sequence(content)), std::nullopt) << content;
}

TEST(Credssp, BytesBehindTheRequestAreRefused)
{
    auto bytes = tsRequest(6, ntlmNegotiate());
    bytes.push_back(0);
    EXPECT_EQ(parseTsRequest(bytes), std::nullopt);
}

TEST(Credssp, EveryTruncationIsRefused)
{
    const auto bytes = tsRequest(6, ntlmNegotiate());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(parseTsRequest(ByteView(bytes).first(size)), std::nullopt) << size;
}

using CredsspCaptures = test::Captures;

TEST_F(CredsspCaptures, RealChallengeIsFoundInside)
{
    const auto request = parseTsRequest(capture("vectors/lab-freerdp2117-tsrequest-challenge-v6.der"));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->version, 6U);
    const auto challenge = parseNtlmChallenge(request->negoToken);
    ASSERT_TRUE(challenge);
    EXPECT_EQ(challenge->netbiosComputer, "VM");
    EXPECT_EQ(challenge->dnsComputer, "vm");
    EXPECT_EQ(challenge->build, 7601);
    EXPECT_TRUE(challenge->timestamp);
}

TEST_F(CredsspCaptures, OversizedReplyIsNotTakenForWhole)
{
    const auto begin = capture("vectors/lab-freerdp2117-tsrequest-oversized-truncated.der");
    EXPECT_EQ(tsRequestLength(begin), 0x3025U + 4);
    EXPECT_EQ(parseTsRequest(begin), std::nullopt);
}

}    // namespace
}    // namespace rdpmend::protocol

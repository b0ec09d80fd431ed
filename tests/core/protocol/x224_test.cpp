#include "core/protocol/x224.h"

#include <gtest/gtest.h>

#include "tests/support/captures.h"

namespace rdpmend::protocol {
namespace {

Bytes hex(std::string_view text)
{
    return fromHex(text).value();
}

const Bytes windows10 = hex("03000013 0ed00000 1234 00 02 1f 0800 08000000");

TEST(X224, RequestsNameTheProtocols)
{
    EXPECT_EQ(connectionRequest(0x0B), hex("03000013 0ee00000 0000 00 01 00 0800 0b000000"));
    EXPECT_EQ(connectionRequest(std::nullopt), hex("0300000b 06e00000 0000 00"));
}

TEST(X224, TpktLengthComesFromTheFirstFourBytes)
{
    EXPECT_EQ(tpktLength(hex("03000013")), 19U);
    EXPECT_EQ(tpktLength(hex("03000007")), 7U);
    EXPECT_EQ(tpktLength(hex("03001000")), tpktLimit);
}

TEST(X224, WhatIsNoTpktHasNoLength)
{
    EXPECT_EQ(tpktLength(hex("")), std::nullopt);
    EXPECT_EQ(tpktLength(hex("030000")), std::nullopt);
    EXPECT_EQ(tpktLength(hex("02000013")), std::nullopt);
    EXPECT_EQ(tpktLength(hex("03000006")), std::nullopt) << "shorter than any PDU";
    EXPECT_EQ(tpktLength(hex("03001001")), std::nullopt) << "longer than the limit";
    EXPECT_EQ(tpktLength(toBytes("HTTP/1.1")), std::nullopt);
}

TEST(X224, ConfirmTellsTheSelectedProtocol)
{
    const auto confirm = parseConnectionConfirm(windows10);
    ASSERT_TRUE(confirm);
    EXPECT_EQ(*confirm,
              (ConnectionConfirm{.sourceReference = 0x1234, .negotiated = true, .flags = 0x1F, .selected = 8}));
}

TEST(X224, ConfirmTellsTheFailure)
{
    const auto confirm = parseConnectionConfirm(hex("03000013 0ed00000 1234 00 03 00 0800 05000000"));
    ASSERT_TRUE(confirm);
    EXPECT_TRUE(confirm->negotiated);
    EXPECT_EQ(confirm->failure, 5U);
    EXPECT_EQ(confirm->selected, protocolRdp);
}

TEST(X224, ConfirmWithoutNegotiationIsStandardSecurity)
{
    const auto confirm = parseConnectionConfirm(hex("0300000b 06d00000 1234 00"));
    ASSERT_TRUE(confirm);
    EXPECT_EQ(*confirm, (ConnectionConfirm{.sourceReference = 0x1234}));
}

TEST(X224, ConfirmKeepsUnknownFailureCodes)
{
    const auto confirm = parseConnectionConfirm(hex("03000013 0ed00000 0000 00 03 00 0800 ffffffff"));
    ASSERT_TRUE(confirm);
    EXPECT_EQ(confirm->failure, 0xFFFFFFFFU);
    EXPECT_EQ(name(NegotiationFailure{*confirm->failure}), "");
}

TEST(X224, ConfirmWhoseLengthsDisagreeIsRefused)
{
    // As seen on the wire: a TPKT of 19 bytes with 12 more behind it, and a negotiation of length 0 inside.
    const auto seen = hex("030000130ed000001234000203000001000002001232000200080000000000");
    EXPECT_EQ(parseConnectionConfirm(seen), std::nullopt);
    EXPECT_EQ(parseConnectionConfirm(ByteView(seen).first(19)), std::nullopt);

    EXPECT_EQ(parseConnectionConfirm(hex("03000013 0dd00000 1234 00 02 1f 0800 08000000")), std::nullopt);
    EXPECT_EQ(parseConnectionConfirm(hex("03000013 0ed00000 1234 00 02 1f 0900 08000000")), std::nullopt);
    EXPECT_EQ(parseConnectionConfirm(hex("0300000f 0ad00000 1234 00 02 1f 0800")), std::nullopt);
    EXPECT_EQ(parseConnectionConfirm(hex("03000014 0fd00000 1234 00 02 1f 0800 08000000 00")), std::nullopt);
}

TEST(X224, ConfirmOfAnotherKindIsRefused)
{
    EXPECT_EQ(parseConnectionConfirm(connectionRequest(3)), std::nullopt);
    EXPECT_EQ(parseConnectionConfirm(hex("03000013 0ed00000 1234 40 02 1f 0800 08000000")), std::nullopt) << "class 4";
    EXPECT_EQ(parseConnectionConfirm(hex("03000013 0ed00000 1234 00 01 1f 0800 08000000")), std::nullopt) << "type 1";
    EXPECT_EQ(parseConnectionConfirm(hex("03000009 02f08021 80")), std::nullopt) << "an MCS disconnect";
}

TEST(X224, EveryTruncationOfAConfirmIsRefused)
{
    for (std::size_t size = 0; size < windows10.size(); ++size)
        EXPECT_EQ(parseConnectionConfirm(ByteView(windows10).first(size)), std::nullopt) << size;
}

TEST(X224, ConfirmsAreReadAsTheyWereWritten)
{
    for (const auto& confirm : {ConnectionConfirm{.sourceReference = 0x1234},
                                ConnectionConfirm{.sourceReference = 7, .negotiated = true, .flags = 3, .selected = 2},
                                ConnectionConfirm{.negotiated = true, .failure = 2}})
        EXPECT_EQ(parseConnectionConfirm(connectionConfirm(confirm)), confirm);
}

TEST(X224, RequestsAreReadAsTheyWereWritten)
{
    EXPECT_EQ(parseConnectionRequest(connectionRequest(0x0B)), ConnectionRequest{.requested = 0x0BU});
    EXPECT_EQ(parseConnectionRequest(connectionRequest(std::nullopt)), ConnectionRequest{});
}

TEST(X224, RequestMayCarryACookieBeforeTheNegotiation)
{
    auto cookie = ByteWriter{}.text("Cookie: mstshash=ABC\r\n").take();
    const auto size = static_cast<std::uint16_t>(11 + cookie.size() + 8);
    auto pdu = ByteWriter{}
                   .u16be(0x0300)
                   .u16be(size)
                   .u8(static_cast<std::uint8_t>(size - 5))
                   .bytes(hex("e0 0000 0000 00"))
                   .bytes(cookie)
                   .bytes(hex("01 00 0800 03000000"))
                   .take();
    EXPECT_EQ(parseConnectionRequest(pdu),
              (ConnectionRequest{.requested = 3U, .cookieOrToken = "Cookie: mstshash=ABC"}));
    pdu[11 + cookie.size() - 1] = ' ';
    EXPECT_EQ(parseConnectionRequest(pdu), std::nullopt) << "a cookie without its line end";
}

TEST(X224, RequestWithCorrelationInfoNeedsAllOfIt)
{
    const auto head = hex("03000037 32e00000 0000 00 01 08 0800 0b000000");
    const auto whole = ByteWriter{}.bytes(head).bytes(hex("06 00 2400")).zeros(32).take();
    EXPECT_EQ(parseConnectionRequest(whole), ConnectionRequest{.requested = 0x0BU});

    auto wrongType = whole;
    wrongType[19] = 7;
    EXPECT_EQ(parseConnectionRequest(wrongType), std::nullopt);
    EXPECT_EQ(parseConnectionRequest(hex("03000013 0ee00000 0000 00 01 08 0800 0b000000")), std::nullopt);
}

TEST(X224, RequestWithBytesNobodyAskedForIsRefused)
{
    EXPECT_EQ(parseConnectionRequest(hex("03000014 0fe00000 0000 00 01 00 0800 0b000000 00")), std::nullopt);
    EXPECT_EQ(parseConnectionRequest(windows10), std::nullopt);
}

TEST(X224, ProtocolsHaveNames)
{
    EXPECT_EQ(protocolNames(0), "RDP");
    EXPECT_EQ(protocolNames(0x0B), "SSL+HYBRID+HYBRID_EX");
    EXPECT_EQ(protocolNames(0x14), "RDSTLS+RDSAAD");
    EXPECT_EQ(protocolNames(0x41), "SSL+0x40");
}

TEST(X224, FailuresHaveTheirPublishedNames)
{
    EXPECT_EQ(name(NegotiationFailure::SslRequiredByServer), "SSL_REQUIRED_BY_SERVER");
    EXPECT_EQ(name(NegotiationFailure::SslNotAllowedByServer), "SSL_NOT_ALLOWED_BY_SERVER");
    EXPECT_EQ(name(NegotiationFailure::SslCertNotOnServer), "SSL_CERT_NOT_ON_SERVER");
    EXPECT_EQ(name(NegotiationFailure::InconsistentFlags), "INCONSISTENT_FLAGS");
    EXPECT_EQ(name(NegotiationFailure::HybridRequiredByServer), "HYBRID_REQUIRED_BY_SERVER");
    EXPECT_EQ(name(NegotiationFailure::SslWithUserAuthRequiredByServer), "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER");
}

using X224Captures = test::Captures;

TEST_F(X224Captures, RealConfirmsAreUnderstood)
{
    EXPECT_EQ(parseConnectionConfirm(capture("vectors/win10-cc-negrsp-hybridex-flags1f.bin"))->selected,
              protocolHybridEx);
    EXPECT_EQ(parseConnectionConfirm(capture("vectors/win2008r2-cc-negrsp-hybrid-flags01.bin"))->flags, 1);
    EXPECT_EQ(parseConnectionConfirm(capture("vectors/win2003-cc-negfailure-ssl-not-allowed.bin"))->failure, 2U);
    EXPECT_FALSE(parseConnectionConfirm(capture("vectors/winxp-era-cc-no-neg.bin"))->negotiated);
}

TEST_F(X224Captures, RealRequestsAreUnderstood)
{
    EXPECT_EQ(parseConnectionRequest(capture("vectors/client-cr-cookie-03.bin")),
              (ConnectionRequest{.requested = 3U, .cookieOrToken = "Cookie: mstshash=AWAKECODI"}));
    EXPECT_EQ(parseConnectionRequest(capture("vectors/client-cr-cookie-only-no-neg.bin")),
              ConnectionRequest{.cookieOrToken = "Cookie: mstshash=A70067"});
    EXPECT_EQ(parseConnectionRequest(capture("vectors/client-cr-no-cookie-0b.bin")),
              ConnectionRequest{.requested = 0x0BU});
}

}    // namespace
}    // namespace rdpmend::protocol

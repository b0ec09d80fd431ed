#include "core/protocol/mcs.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/protocol/x224.h"
#include "tests/support/captures.h"

namespace rdpmend::protocol {
namespace {

Bytes hex(std::string_view text)
{
    return fromHex(text).value();
}

// Where the bytes of `part` begin in `whole`; fails the test when they are not there.
std::size_t find(ByteView whole, ByteView part)
{
    const auto found = std::ranges::search(whole, part);
    EXPECT_FALSE(found.empty()) << toHex(part);
    return static_cast<std::size_t>(found.begin() - whole.begin());
}

const ConnectResponse high{
    .version = 0x00080004, .requestedEcho = 0U, .encryptionMethod = encryption128Bit, .encryptionLevel = 3U};

TEST(Mcs, ConnectInitialIsOneTpktWithConsistentLengths)
{
    const auto pdu = connectInitial(protocolSsl, 0);
    EXPECT_EQ(tpktLength(pdu), pdu.size());
    EXPECT_EQ(toHex(ByteView(pdu).subspan(4, 5)), "02f0807f65");
    const std::size_t outer = static_cast<std::size_t>(pdu[10]) << 8U | pdu[11];
    EXPECT_EQ(pdu[9], 0x82);
    EXPECT_EQ(outer, pdu.size() - 12);
    const auto key = find(pdu, toBytes("Duca"));
    const std::size_t blocks = static_cast<std::size_t>(pdu[key + 4] & 0x3FU) << 8U | pdu[key + 5];
    EXPECT_EQ(blocks, pdu.size() - key - 6);
}

TEST(Mcs, ConnectInitialHasTheDomainParametersOfMstsc)
{
    const auto pdu = connectInitial(protocolRdp, encryption128Bit);
    find(pdu, hex("020122 020102 020100 020101 020100 020101 020300ffff 020102"));
    find(pdu, hex("020101 020101 020101 020101 020100 020101 02020420 020102"));
}

TEST(Mcs, ConnectInitialEndsWithTheOfferedEncryption)
{
    const auto pdu = connectInitial(protocolRdp, encryption40Bit | encryption56Bit);
    EXPECT_EQ(toHex(ByteView(pdu).last(12)), "02c00c000900000000000000");
}

TEST(Mcs, ConnectInitialRepeatsTheSelectedProtocol)
{
    const auto pdu = connectInitial(protocolSsl, 0);
    const auto core = find(pdu, hex("01c0d800"));
    EXPECT_EQ(toHex(ByteView(pdu).subspan(core + 0xD8 - 4, 4)), "01000000");
    EXPECT_EQ(toHex(ByteView(pdu).subspan(core + 0xD8, 4)), "04c00c00");
}

TEST(Mcs, ResponsesAreReadAsTheyWereWritten)
{
    for (const auto& response :
         {high, ConnectResponse{.version = 0x0008000A, .encryptionMethod = 0U, .encryptionLevel = 0U},
          ConnectResponse{.version = 0x00080004, .requestedEcho = 11U, .multitransport = 0x101U},
          ConnectResponse{.result = 14, .version = 0x00080004}}) {
        const auto pdu = connectResponse(response);
        EXPECT_EQ(tpktLength(pdu), pdu.size());
        EXPECT_EQ(parseConnectResponse(pdu), response);
    }
}

TEST(Mcs, RefusalNeedsNoSettings)
{
    // calledConnectId and domain parameters empty or short, no user data
    const auto pdu = hex("03000016 02f080 7f66 0a 0a010e 020100 3000 0400");
    EXPECT_EQ(pdu.size(), 20U);
    EXPECT_EQ(parseConnectResponse(pdu), std::nullopt) << "the TPKT says 22 bytes";
    EXPECT_EQ(parseConnectResponse(hex("03000014 02f080 7f66 0a 0a010e 020100 3000 0400")),
              ConnectResponse{.result = 14});
    EXPECT_EQ(parseConnectResponse(hex("03000014 02f080 7f66 0a 0a0100 020100 3000 0400")), std::nullopt)
        << "a success without settings";
}

TEST(Mcs, EveryTruncationOfAResponseIsRefused)
{
    const auto pdu = connectResponse(high);
    for (std::size_t size = 0; size < pdu.size(); ++size) {
        auto cut = Bytes(pdu.begin(), pdu.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(parseConnectResponse(cut), std::nullopt) << size;
        if (size < 7) continue;
        cut[2] = static_cast<std::uint8_t>(size >> 8U);    // the same with a TPKT length that agrees
        cut[3] = static_cast<std::uint8_t>(size);
        EXPECT_EQ(parseConnectResponse(cut), std::nullopt) << size;
    }
}

TEST(Mcs, ResponseWithABlockThatOverrunsIsRefused)
{
    auto pdu = connectResponse(high);
    const auto security = find(pdu, hex("020c"));
    pdu[security + 2] = 0xFF;
    EXPECT_EQ(parseConnectResponse(pdu), std::nullopt);
    pdu[security + 2] = 3;    // shorter than its own header
    EXPECT_EQ(parseConnectResponse(pdu), std::nullopt);
}

TEST(Mcs, SuccessWithoutTheServersKeyIsRefused)
{
    auto pdu = connectResponse(high);
    pdu[find(pdu, toBytes("McDn"))] = 'm';
    EXPECT_EQ(parseConnectResponse(pdu), std::nullopt);
}

TEST(Mcs, DisconnectTellsItsReason)
{
    EXPECT_EQ(parseDisconnectUltimatum(hex("03000009 02f080 2180")), 3);
    for (std::uint8_t reason = 0; reason <= 4; ++reason)
        EXPECT_EQ(parseDisconnectUltimatum(disconnectUltimatum(reason)), reason);
    EXPECT_EQ(disconnectUltimatum(3), hex("03000009 02f080 2180"));
}

TEST(Mcs, WhatIsNoDisconnectHasNoReason)
{
    EXPECT_EQ(parseDisconnectUltimatum(disconnectUltimatum(5)), std::nullopt);
    EXPECT_EQ(parseDisconnectUltimatum(hex("03000009 02f080 2580")), std::nullopt);
    EXPECT_EQ(parseDisconnectUltimatum(hex("0300000a 02f080 2180 00")), std::nullopt);
    EXPECT_EQ(parseDisconnectUltimatum(hex("03000009 02f180 2180")), std::nullopt);
    EXPECT_EQ(parseDisconnectUltimatum(hex("")), std::nullopt);
    EXPECT_EQ(parseConnectResponse(disconnectUltimatum(3)), std::nullopt);
}

TEST(Mcs, LevelsHaveNames)
{
    EXPECT_EQ(encryptionLevelName(0), "None");
    EXPECT_EQ(encryptionLevelName(1), "Low");
    EXPECT_EQ(encryptionLevelName(2), "Client Compatible");
    EXPECT_EQ(encryptionLevelName(3), "High");
    EXPECT_EQ(encryptionLevelName(4), "FIPS");
    EXPECT_EQ(encryptionLevelName(5), "");
}

using McsCaptures = test::Captures;

TEST_F(McsCaptures, Windows2003Says128BitHigh)
{
    EXPECT_EQ(parseConnectResponse(capture("vectors/win2003-mcs-connect-response-128-high.bin")), high);
}

TEST_F(McsCaptures, ClientsOwnMessageIsNoResponse)
{
    EXPECT_EQ(parseConnectResponse(capture("vectors/win2003-mcs-connect-initial.bin")), std::nullopt);
}

}    // namespace
}    // namespace rdpmend::protocol

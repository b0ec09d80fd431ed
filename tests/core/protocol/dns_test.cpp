#include "core/protocol/dns.h"

#include <gmock/gmock.h>

namespace rdpmend::protocol {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Bytes hex(std::string_view text)
{
    return fromHex(text).value();
}

// A reply to "pc.example" with these records behind the question.
Bytes reply(std::uint16_t flags, std::uint16_t answers, std::string_view records)
{
    return ByteWriter{}
        .u16be(0xBEEF)
        .u16be(flags)
        .u16be(1)
        .u16be(answers)
        .u32be(0)
        .bytes(hex("02 7063 07 6578616d706c65 00 0001 0001"))
        .bytes(hex(records))
        .take();
}

TEST(Dns, QueryAsksOneQuestion)
{
    EXPECT_EQ(dnsQuery(0xBEEF, "pc.example", dnsA),
              hex("beef 0100 0001 0000 0000 0000 02 7063 07 6578616d706c65 00 0001 0001"));
    EXPECT_EQ(dnsQuery(1, "pc.example.", dnsAaaa), dnsQuery(1, "pc.example", dnsAaaa));
}

TEST(Dns, NamesThatCannotBeAskedAreRefused)
{
    EXPECT_EQ(dnsQuery(1, "", dnsA), std::nullopt);
    EXPECT_EQ(dnsQuery(1, ".", dnsA), std::nullopt);
    EXPECT_EQ(dnsQuery(1, "a..b", dnsA), std::nullopt);
    EXPECT_EQ(dnsQuery(1, "a.b..", dnsA), std::nullopt);
    EXPECT_EQ(dnsQuery(1, std::string(64, 'a'), dnsA), std::nullopt);
    EXPECT_TRUE(dnsQuery(1, std::string(63, 'a'), dnsA));
    std::string longest;
    for (int i = 0; i < 126; ++i) longest += "a.";
    EXPECT_TRUE(dnsQuery(1, longest + "a", dnsA)) << "253 bytes";
    EXPECT_EQ(dnsQuery(1, longest + "aa", dnsA), std::nullopt);
}

TEST(Dns, AddressesOfBothFamiliesAreRead)
{
    const auto parsed = parseDnsReply(reply(0x8180, 3,
                                            "c00c 0005 0001 00000e10 0004 01 62 c00f"    // CNAME
                                            "c00c 0001 0001 00000e10 0004 c0000211"      // A
                                            "c00c 001c 0001 00000e10 0010 20010db8000000000000000000000001"));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->id, 0xBEEF);
    EXPECT_EQ(parsed->rcode, 0);
    EXPECT_FALSE(parsed->truncated);
    EXPECT_THAT(parsed->addresses, ElementsAre("192.0.2.17", "2001:db8::1"));
}

TEST(Dns, RefusalsAreToldApart)
{
    EXPECT_EQ(parseDnsReply(reply(0x8183, 0, ""))->rcode, 3);
    EXPECT_EQ(parseDnsReply(reply(0x8182, 0, ""))->rcode, 2);
    EXPECT_EQ(parseDnsReply(reply(0x8185, 0, ""))->rcode, 5);
}

TEST(Dns, WhatIsNoReplyIsRefused)
{
    EXPECT_EQ(parseDnsReply({}), std::nullopt);
    EXPECT_EQ(parseDnsReply(dnsQuery(1, "pc.example", dnsA).value()), std::nullopt) << "a question";
    EXPECT_EQ(parseDnsReply(reply(0x8980, 0, "")), std::nullopt) << "another opcode";
}

TEST(Dns, RecordsThatEndTooEarlyAreRefused)
{
    EXPECT_EQ(parseDnsReply(reply(0x8180, 1, "")), std::nullopt);
    EXPECT_EQ(parseDnsReply(reply(0x8180, 1, "c00c 0001 0001 00000e10 0004 c00002")), std::nullopt);
    EXPECT_EQ(parseDnsReply(reply(0x8180, 0xFFFF, "c00c 0001 0001 00000e10 0004 c0000211")), std::nullopt);
    EXPECT_EQ(parseDnsReply(reply(0x8180, 1, "c0")), std::nullopt);
    EXPECT_EQ(parseDnsReply(reply(0x8180, 1, "80 00 0001 0001 00000e10 0004 c0000211")), std::nullopt)
        << "a label type that does not exist";
}

TEST(Dns, TruncatedReplyKeepsWhatIsThere)
{
    const auto parsed = parseDnsReply(reply(0x8380, 2, "c00c 0001 0001 00000e10 0004 c0000211 c00c 00"));
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->truncated);
    EXPECT_THAT(parsed->addresses, ElementsAre("192.0.2.17"));
}

TEST(Dns, PointerThatPointsAtItselfDoesNotHang)
{
    const auto bytes =
        ByteWriter{}.u16be(1).u16be(0x8180).u16be(1).u16be(0).u32be(0).bytes(hex("c00c 0001 0001")).take();
    EXPECT_TRUE(parseDnsReply(bytes));
}

TEST(Dns, RecordsOfOtherClassesAndSizesAreNoAddresses)
{
    const auto parsed = parseDnsReply(reply(
        0x8180, 3,
        "c00c 0001 0003 00000000 0004 c0000211 c00c 0001 0001 00000000 0000 c00c 001c 0001 00000000 0004 c0000211"));
    ASSERT_TRUE(parsed);
    EXPECT_THAT(parsed->addresses, IsEmpty());
}

TEST(Dns, NoMoreThanSixtyFourAddressesAreKept)
{
    std::string records;
    for (int i = 0; i < 100; ++i) records += "c00c 0001 0001 00000e10 0004 c0000211";
    EXPECT_EQ(parseDnsReply(reply(0x8180, 100, records))->addresses.size(), 64U);
}

}    // namespace
}    // namespace rdpmend::protocol

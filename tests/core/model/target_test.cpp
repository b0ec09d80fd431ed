#include "core/model/target.h"

#include <gmock/gmock.h>

namespace rdpmend {
namespace {

using testing::HasSubstr;

Endpoint good(std::string_view typed)
{
    const auto endpoint = parseEndpoint(typed, 3389);
    EXPECT_TRUE(endpoint) << typed << ": " << (endpoint ? "" : describe(endpoint.error()));
    return endpoint ? *endpoint : Endpoint{};
}

std::string refused(std::string_view typed)
{
    const auto endpoint = parseEndpoint(typed, 3389);
    EXPECT_FALSE(endpoint) << typed << " became " << (endpoint ? toString(*endpoint) : "");
    return endpoint ? "" : describe(endpoint.error());
}

TEST(Endpoint, NamesAndAddressesMayCarryAPort)
{
    EXPECT_EQ(good("pc-17"), (Endpoint{"pc-17", 3389}));
    EXPECT_EQ(good("  pc-17.example.com:3390 "), (Endpoint{"pc-17.example.com", 3390}));
    EXPECT_EQ(good("192.0.2.17:1"), (Endpoint{"192.0.2.17", 1}));
    EXPECT_EQ(good("pc_17.example.com."), (Endpoint{"pc_17.example.com.", 3389}));
    EXPECT_EQ(good("m\xC3\xBCller"), (Endpoint{"m\xC3\xBCller", 3389}));
}

TEST(Endpoint, Ipv6MayStandInBrackets)
{
    EXPECT_EQ(good("2001:db8::17"), (Endpoint{"2001:db8::17", 3389}));
    EXPECT_EQ(good("[2001:db8::17]"), (Endpoint{"2001:db8::17", 3389}));
    EXPECT_EQ(good("[2001:db8::17]:65535"), (Endpoint{"2001:db8::17", 65535}));
    EXPECT_EQ(good("::1"), (Endpoint{"::1", 3389}));
    EXPECT_EQ(good("fe80::1%eth0"), (Endpoint{"fe80::1%eth0", 3389}));
}

TEST(Endpoint, IsWrittenAsItIsTyped)
{
    EXPECT_EQ(toString({"pc-17", 3389}), "pc-17:3389");
    EXPECT_EQ(toString({"2001:db8::17", 3389}), "[2001:db8::17]:3389");
    EXPECT_EQ(good(toString({"2001:db8::17", 3390})), (Endpoint{"2001:db8::17", 3390}));
}

TEST(Endpoint, RefusalsSayWhatIsWrong)
{
    EXPECT_THAT(refused(""), HasSubstr("Type the name"));
    EXPECT_THAT(refused(" \t"), HasSubstr("Type the name"));
    EXPECT_THAT(refused("rdp://pc-17"), HasSubstr("web address"));
    EXPECT_THAT(refused("pc-17/x"), HasSubstr("web address"));
    EXPECT_THAT(refused("pc-17:"), HasSubstr("ends with a colon"));
    EXPECT_THAT(refused("[::1]:"), HasSubstr("ends with a colon"));
    EXPECT_THAT(refused("[::1"), HasSubstr("closing"));
    EXPECT_THAT(refused("[pc-17]"), HasSubstr("no IPv6 address"));
    EXPECT_THAT(refused("[::1]x"), HasSubstr("only :port may follow"));
    EXPECT_THAT(refused("1::2::3"), HasSubstr("not an IPv6 address"));
    EXPECT_THAT(refused("pc-17:33:89"), HasSubstr("not an IPv6 address"));
    EXPECT_THAT(refused("256.1.1.1"), HasSubstr("not an IPv4 address"));
    EXPECT_THAT(refused("1.2.3"), HasSubstr("not an IPv4 address"));
    for (const auto* typed :
         {"pc-17:0", "pc-17:65536", "pc-17:-1", "pc-17:3389x", "pc-17:+1", "pc-17: 1", "pc-17:99999999999999999999"})
        EXPECT_THAT(refused(typed), HasSubstr("number from 1 to 65535")) << typed;
    for (const auto* typed : {"pc 17", "-pc", "a..b", ".", "pc\x1B[2J", "pc;reboot", "pc\n17", "*.example.com"})
        EXPECT_THAT(refused(typed), HasSubstr("not a computer name")) << typed;
    EXPECT_THAT(refused(std::string(254, 'a')), HasSubstr("at most 253"));
    EXPECT_THAT(refused(std::string(64, 'a')), HasSubstr("not a computer name"));
}

TEST(Endpoint, RefusalsAreFitToShow)
{
    EXPECT_EQ(refused("a\x1B[2Jb").find('\x1B'), std::string::npos);
    EXPECT_LT(refused(std::string(100000, 'a')).size(), 400U);
}

TEST(Address, LiteralsAreToldFromNames)
{
    for (const auto* host : {"192.0.2.17", "0.0.0.0", "::", "::1", "2001:db8::1", "::ffff:192.0.2.17",
                             "1:2:3:4:5:6:7:8", "1::", "1:2:3:4:5:6:192.0.2.17", "1:2:3:4:5:6:7::", "fe80::1%4"})
        EXPECT_TRUE(isAddress(host)) << host;
    for (const auto* host : {"", "pc-17", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.x", "1..2.3", ":", "beef"})
        EXPECT_FALSE(isAddress(host)) << host;
}

TEST(Address, WhatOnlyLooksLikeIpv6IsNone)
{
    for (const auto* host : {":::",
                             "1::2::3",
                             "1:2:3:4:5:6:7:8:9",
                             "12345::",
                             "::1%",
                             "1:2:3",
                             "::1.2.3",
                             "::.",
                             "1:2:3:4:5:6:7:8::",
                             "::1:2:3:4:5:6:7:8",
                             "192.0.2.17::",
                             "1:2:192.0.2.17::",
                             ":1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:",
                             "1:2:3:4:5:6:7:192.0.2.17",
                             "::g",
                             "%1",
                             "fe80::1%a]b",
                             "fe80::1%\x1B[2J",
                             "fe80::1%a b",
                             "fe80::1%a%b"})
        EXPECT_FALSE(isAddress(host)) << host;
}

}    // namespace
}    // namespace rdpmend

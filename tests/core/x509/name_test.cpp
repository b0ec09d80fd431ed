#include <gtest/gtest.h>

#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

TEST(NameMatches, DnsNamesWithoutCase)
{
    const Certificate certificate{.names = {"PC-17.Example.com"}};
    EXPECT_TRUE(nameMatches(certificate, "pc-17.example.com"));
    EXPECT_TRUE(nameMatches(certificate, " pc-17.example.com. "));
    EXPECT_FALSE(nameMatches(certificate, "pc-17"));
    EXPECT_FALSE(nameMatches(certificate, "pc-18.example.com"));
    EXPECT_FALSE(nameMatches(certificate, ""));
    EXPECT_FALSE(nameMatches(certificate, "."));
}

TEST(NameMatches, WildcardStandsForOneLabel)
{
    const Certificate certificate{.names = {"*.example.com"}};
    EXPECT_TRUE(nameMatches(certificate, "pc-17.EXAMPLE.com"));
    EXPECT_FALSE(nameMatches(certificate, "a.b.example.com"));
    EXPECT_FALSE(nameMatches(certificate, "example.com"));
    EXPECT_FALSE(nameMatches(certificate, ".example.com"));
}

TEST(NameMatches, WildcardMustBeTheWholeFirstLabelAndNotTheTop)
{
    EXPECT_FALSE(nameMatches({.names = {"pc-*.example.com"}}, "pc-17.example.com"));
    EXPECT_FALSE(nameMatches({.names = {"pc.*.com"}}, "pc.example.com"));
    EXPECT_FALSE(nameMatches({.names = {"*.com"}}, "example.com"));
    EXPECT_FALSE(nameMatches({.names = {"*"}}, "example"));
}

TEST(NameMatches, AddressesInAnySpelling)
{
    const Certificate certificate{.names = {"192.0.2.17", "2001:db8::17"}};
    EXPECT_TRUE(nameMatches(certificate, "192.0.2.17"));
    EXPECT_TRUE(nameMatches(certificate, "2001:0DB8:0:0::17"));
    EXPECT_TRUE(nameMatches(certificate, "[2001:db8::17]"));
    EXPECT_TRUE(nameMatches(certificate, "2001:db8::17%eth0"));
    EXPECT_FALSE(nameMatches(certificate, "192.0.2.18"));
    EXPECT_FALSE(nameMatches({.names = {"*.0.2.17"}}, "192.0.2.17"));
}

TEST(NameMatches, CommonNameOnlyWithoutNamesOfThatKind)
{
    EXPECT_TRUE(nameMatches({.commonName = "pc-17"}, "PC-17"));
    EXPECT_TRUE(nameMatches({.commonName = "192.0.2.17"}, "192.0.2.17"));
    EXPECT_TRUE(nameMatches({.commonName = "pc-17", .names = {"192.0.2.17"}}, "pc-17"));
    EXPECT_FALSE(nameMatches({.commonName = "pc-17", .names = {"pc-18"}}, "pc-17"));
    EXPECT_FALSE(nameMatches({.commonName = "192.0.2.17", .names = {"192.0.2.18"}}, "192.0.2.17"));
    EXPECT_FALSE(nameMatches(Certificate{}, "pc-17"));
}

}    // namespace
}    // namespace rdpmend

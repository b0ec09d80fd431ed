// Addresses and ranges as Windows writes them; what is no such thing covers nothing.
#include "core/machine/address.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

Bytes bytes(std::string_view literal)
{
    return addressBytes(literal).value();
}

TEST(Address, IsReadInBothFamilies)
{
    EXPECT_EQ(bytes("192.0.2.255"), (Bytes{192, 0, 2, 255}));
    EXPECT_EQ(bytes("::1"), (Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    EXPECT_EQ(bytes("2001:db8::17%4"), bytes("2001:0DB8:0:0:0:0:0:17"));
    EXPECT_EQ(bytes("64:ff9b::192.0.2.1"), bytes("64:ff9b::c000:201"));
    for (const auto* not_one : {"", "pc-17", "192.0.2", "192.0.2.256", ":::", "1::2::3"})
        EXPECT_FALSE(addressBytes(not_one)) << not_one;
}

TEST(Address, IsCoveredByAPrefixAMaskOrItself)
{
    const auto here = bytes("10.1.2.3");
    EXPECT_EQ(coveringPrefix("0.0.0.0/0", here), 0U);
    EXPECT_EQ(coveringPrefix("10.1.0.0/15", here), 15U);
    EXPECT_EQ(coveringPrefix("10.1.0.0/255.255.252.0", here), 22U);
    EXPECT_EQ(coveringPrefix("10.1.2.3", here), 32U);
    EXPECT_EQ(coveringPrefix("2001:db8::/32", bytes("2001:db8:ffff::1")), 32U);
    for (const auto* not_covering : {"10.2.0.0/15", "10.1.2.2", "10.1.2.3/33", "10.1.2.3/", "10.0.0.0/255.0.255.0",
                                     "10.0.0.0/0.255.0.0", "::/0", "LocalSubnet", ""})
        EXPECT_FALSE(coveringPrefix(not_covering, here)) << not_covering;
}

TEST(Address, IsWithinARangeUpToItsEnds)
{
    EXPECT_TRUE(isWithin("192.0.2.1-192.0.2.9", bytes("192.0.2.1")));
    EXPECT_TRUE(isWithin("192.0.2.1-192.0.2.9", bytes("192.0.2.9")));
    EXPECT_FALSE(isWithin("192.0.2.1-192.0.2.9", bytes("192.0.2.10")));
    EXPECT_FALSE(isWithin("192.0.2.1-2001:db8::1", bytes("192.0.2.5")));
    EXPECT_TRUE(isWithin("192.0.2.0/24", bytes("192.0.2.5")));
}

}    // namespace
}    // namespace rdpmend

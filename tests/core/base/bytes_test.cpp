#include "core/base/bytes.h"

#include <gtest/gtest.h>

namespace rdpmend {
namespace {

TEST(Hex, IsWrittenInLowerCase)
{
    EXPECT_EQ(toHex(Bytes{0x00, 0xAB, 0x7F}), "00ab7f");
    EXPECT_EQ(toHex(Bytes{0x00, 0xAB}, ":"), "00:ab");
    EXPECT_EQ(toHex({}), "");
}

TEST(Hex, IsReadWithTheSeparatorsPeopleUse)
{
    EXPECT_EQ(fromHex("00aB 7f:01-02\r\n\t03"), (Bytes{0x00, 0xAB, 0x7F, 0x01, 0x02, 0x03}));
    EXPECT_EQ(fromHex(""), Bytes{});
}

TEST(Hex, ThatIsNoneIsRefused)
{
    EXPECT_EQ(fromHex("0"), std::nullopt);
    EXPECT_EQ(fromHex("000"), std::nullopt);
    EXPECT_EQ(fromHex("0g"), std::nullopt);
    EXPECT_EQ(fromHex("0x00"), std::nullopt);
}

TEST(Bytes, ToTextAndBackKeepsEveryByte)
{
    Bytes all(256);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(toBytes(toText(all)), all);
}

TEST(ByteReader, ReadsBothByteOrders)
{
    const Bytes bytes{1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(ByteReader(bytes).u8(), 0x01);
    EXPECT_EQ(ByteReader(bytes).u16le(), 0x0201);
    EXPECT_EQ(ByteReader(bytes).u16be(), 0x0102);
    EXPECT_EQ(ByteReader(bytes).u32le(), 0x04030201U);
    EXPECT_EQ(ByteReader(bytes).u32be(), 0x01020304U);
    EXPECT_EQ(ByteReader(bytes).u64le(), 0x0807060504030201U);
}

TEST(ByteReader, ReadsToTheLastByteAndNoFurther)
{
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.take(2).size(), 2U);
    EXPECT_EQ(reader.left(), 1U);
    EXPECT_EQ(reader.u8(), 3);
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.take(0).size(), 0U);
    EXPECT_TRUE(reader.ok()) << "nothing may be taken of nothing";
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, OnceFailedStaysFailed)
{
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u32le(), 0U) << "one byte is missing";
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.left(), 0U);
    EXPECT_EQ(reader.u8(), 0) << "even what was there is not given any more";
    EXPECT_TRUE(reader.rest().empty());
}

TEST(ByteReader, LengthsNearTheEndOfTheAddressSpaceDoNotWrap)
{
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    reader.skip(1);
    EXPECT_TRUE(reader.take(SIZE_MAX).empty());
    EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, MayBeFailedByItsUser)
{
    const Bytes bytes{1};
    ByteReader reader(bytes);
    reader.fail();
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.left(), 0U);
}

TEST(ByteWriter, WritesWhatTheReaderReads)
{
    const auto bytes = ByteWriter{}
                           .u8(0x01)
                           .u16le(0x0203)
                           .u16be(0x0405)
                           .u32le(0x06070809)
                           .u32be(0x0A0B0C0D)
                           .bytes(Bytes{0x0E})
                           .text("A")
                           .zeros(2)
                           .take();
    EXPECT_EQ(toHex(bytes),
              "01"
              "0302"
              "0405"
              "09080706"
              "0a0b0c0d"
              "0e"
              "41"
              "0000");
}

}    // namespace
}    // namespace rdpmend

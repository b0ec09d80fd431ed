#include "core/base/text.h"

#include <array>

#include <gmock/gmock.h>

#include "core/base/bytes.h"

namespace rdpmend {
namespace {

using testing::ElementsAre;

TEST(Sanitise, KeepsReadableText)
{
    EXPECT_EQ(sanitise("plain"), "plain");
    EXPECT_EQ(sanitise("M\xC3\xBCller \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x96\xA5"),
              "M\xC3\xBCller \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x96\xA5");
    EXPECT_EQ(sanitise(""), "");
}

TEST(Sanitise, TakesAwayWhatMovesTheCursor)
{
    EXPECT_EQ(sanitise("a\x1B[31mb\x07\x7F"), "a[31mb");
    EXPECT_EQ(sanitise(std::string_view("a\0b", 3)), "ab");
    EXPECT_EQ(sanitise("a\xC2\x9B"
                       "2Jb"),
              "a2Jb")
        << "C1";
    EXPECT_EQ(sanitise("one\r\n\ttwo\n"), "one two");
}

TEST(Sanitise, TakesAwayWhatTurnsOrHidesText)
{
    EXPECT_EQ(sanitise("abc\xE2\x80\xAE"
                       "def"),
              "abcdef")
        << "right-to-left override";
    EXPECT_EQ(sanitise("a\xE2\x80\x8B"
                       "b"),
              "ab")
        << "zero width";
    EXPECT_EQ(sanitise("a\xE2\x81\xA6"
                       "b"),
              "ab")
        << "isolate";
    EXPECT_EQ(sanitise("\xEF\xBB\xBF"
                       "a"),
              "a")
        << "byte order mark";
    EXPECT_EQ(sanitise("a\xE2\x80\xA8"
                       "b"),
              "ab")
        << "line separator";
}

TEST(Sanitise, MarksWhatIsNotUtf8)
{
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(sanitise("a\xFF"
                       "b"),
              "a" + mark + "b");
    EXPECT_EQ(sanitise("\xC3"), mark) << "cut off";
    EXPECT_EQ(sanitise("\xC0\xAF"), mark + mark) << "overlong";
    EXPECT_EQ(sanitise("\xED\xA0\x80"), mark + mark + mark) << "surrogate";
    EXPECT_EQ(sanitise("\xF4\x90\x80\x80"), mark + mark + mark + mark) << "beyond Unicode";
    EXPECT_EQ(sanitise("\xE0\x80\xAF"), mark + mark + mark) << "overlong, three bytes";
}

TEST(Sanitise, CutsLongTextBetweenCharacters)
{
    EXPECT_EQ(sanitise("abcdef", 3), "abc...");
    EXPECT_EQ(sanitise("abc", 3), "abc");
    EXPECT_EQ(sanitise("\xC3\xBC\xC3\xBC\xC3\xBC", 2), "\xC3\xBC\xC3\xBC...");
    EXPECT_EQ(sanitise(std::string(300, 'x')).size(), 259U);
}

TEST(Text, LowerCaseTouchesAsciiOnly)
{
    EXPECT_EQ(toLower("ABCxyz\xC3\x9C-09"), "abcxyz\xC3\x9C-09");
}

TEST(Text, TrimTakesBlanksFromBothEnds)
{
    EXPECT_EQ(trim(" \t\r\na b\n"), "a b");
    EXPECT_EQ(trim(" \n"), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Text, SplitKeepsEmptyParts)
{
    EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
    EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(Text, ComparesWithoutCase)
{
    EXPECT_TRUE(startsWithIgnoringCase("HTTP/1.1", "http/"));
    EXPECT_FALSE(startsWithIgnoringCase("HT", "http"));
    EXPECT_TRUE(equalIgnoringCase("", ""));
    EXPECT_FALSE(equalIgnoringCase("a", "ab"));
}

TEST(Text, NumbersAreWholeOrNone)
{
    EXPECT_EQ(parseNumber("2308"), 2308U);
    EXPECT_EQ(parseNumber("0x904"), 0x904U);
    EXPECT_EQ(parseNumber("0XfF"), 0xFFU);
    EXPECT_EQ(parseNumber("18446744073709551615"), UINT64_MAX);
    for (const auto* text : {"", "0x", " 1", "1 ", "-1", "+1", "1a", "18446744073709551616", "0x0x1"})
        EXPECT_EQ(parseNumber(text), std::nullopt) << text;
}

TEST(Utf16, GoesBothWays)
{
    for (const auto* text : {"", "abc", "M\xC3\xBCller", "\xE6\x97\xA5", "\xF0\x9F\x96\xA5", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(fromUtf16le(toUtf16le(text)), text);
    EXPECT_EQ(toHex(toUtf16le("\xF0\x9F\x96\xA5")), "3dd8a5dd");
}

TEST(Utf16, LoneSurrogatesAreMarked)
{
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(fromUtf16le(fromHex("3dd8").value()), mark);
    EXPECT_EQ(fromUtf16le(fromHex("3dd86100").value()), mark + "a");
    EXPECT_EQ(fromUtf16le(fromHex("a5dd3dd8").value()), mark + mark);
    EXPECT_EQ(fromUtf16le(fromHex("3dd83dd8a5dd").value()), mark + "\xF0\x9F\x96\xA5");
    EXPECT_EQ(fromUtf16le(fromHex("610062").value()), "a") << "an odd last byte";
}

TEST(AddressText, WritesIpv4)
{
    EXPECT_EQ(addressText(std::array<std::uint8_t, 4>{192, 0, 2, 17}), "192.0.2.17");
}

TEST(AddressText, ShortensIpv6AsRfc5952Does)
{
    const auto v6 = [](std::string_view hex) { return addressText(fromHex(hex).value()); };
    EXPECT_EQ(v6("00000000 00000000 00000000 00000000"), "::");
    EXPECT_EQ(v6("00000000 00000000 00000000 00000001"), "::1");
    EXPECT_EQ(v6("20010db8 00000000 00000000 00000000"), "2001:db8::");
    EXPECT_EQ(v6("20010db8 00000000 00010000 00000001"), "2001:db8::1:0:0:1") << "the first of equal runs";
    EXPECT_EQ(v6("20010000 00000001 00000000 00000001"), "2001:0:0:1::1") << "the longest run";
    EXPECT_EQ(v6("20010db8 00010000 00010001 00010001"), "2001:db8:1:0:1:1:1:1") << "a single zero stays";
}

TEST(AddressText, HasNothingToSayAboutOtherLengths)
{
    EXPECT_EQ(addressText({}), "");
    EXPECT_EQ(addressText(Bytes(5)), "");
}

}    // namespace
}    // namespace rdpmend

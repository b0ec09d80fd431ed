#include "core/protocol/rdp_file.h"

#include <gmock/gmock.h>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RdpFile good(std::string_view text)
{
    auto file = parseRdpFile(toBytes(text));
    EXPECT_TRUE(file) << text;
    return file ? *file : RdpFile{};
}

std::string refused(ByteView content)
{
    const auto file = parseRdpFile(content);
    EXPECT_FALSE(file);
    return file ? "" : describe(file.error());
}

TEST(RdpFile, SettingsAreReadAsTheyStand)
{
    const auto file = good("Full Address:s:pc-17\r\nserver port:I:3390\nwinposstr:s:0,1,2:3\r\nsignature:b:00ff\r\n");
    EXPECT_THAT(file.settings,
                ElementsAre(RdpSetting{"full address", 's', "pc-17"}, RdpSetting{"server port", 'i', "3390"},
                            RdpSetting{"winposstr", 's', "0,1,2:3"}, RdpSetting{"signature", 'b', "00ff"}));
}

TEST(RdpFile, EncodingsOfTheSameTextReadTheSame)
{
    const std::string text = "full address:s:m\xC3\xBCller\r\nusername:s:x\r\n";
    const auto plain = good(text);
    EXPECT_EQ(plain.host(), "m\xC3\xBCller");
    EXPECT_EQ(good("\xEF\xBB\xBF" + text), plain);
    EXPECT_EQ(*parseRdpFile(toUtf16le("\xEF\xBB\xBF" + text)), plain);
    EXPECT_EQ(good("full address:s:m\xFCller\r\nusername:s:x\r\n"), plain) << "a code page";
}

TEST(RdpFile, LastSettingOfANameCounts)
{
    const auto file = good("full address:s:one\nfull address:s:two\n");
    EXPECT_EQ(file.text("FULL ADDRESS"), "two");
}

TEST(RdpFile, TypesAreNotMixedUp)
{
    const auto file = good("a:s:5\nb:i:-7\nc:i:x\nd:i: 8 \ne:i:99999999999999999999\nf:i:\n");
    EXPECT_EQ(file.number("a"), std::nullopt);
    EXPECT_EQ(file.text("b"), std::nullopt);
    EXPECT_EQ(file.number("b"), -7);
    EXPECT_EQ(file.number("c"), std::nullopt);
    EXPECT_EQ(file.number("d"), 8);
    EXPECT_EQ(file.number("e"), std::nullopt);
    EXPECT_EQ(file.number("f"), std::nullopt);
    EXPECT_EQ(file.number("absent"), std::nullopt);
    EXPECT_EQ(file.text("absent"), std::nullopt);
}

TEST(RdpFile, SavedPasswordIsDropped)
{
    const auto file = good("full address:s:pc-17\r\npassword 51:b:01000000D08C\r\nPassword 51:b:00\r\n");
    EXPECT_EQ(file.settings.size(), 1U);
    EXPECT_TRUE(good("password 51:b:01").settings.empty()) << "it is a .rdp file all the same";
}

TEST(RdpFile, HostTakesThePortFromEitherPlace)
{
    EXPECT_EQ(good("full address:s:pc-17").host(), "pc-17");
    EXPECT_EQ(good("full address:s: pc-17:3390 ").host(), "pc-17:3390");
    EXPECT_EQ(good("full address:s:pc-17\nserver port:i:3390").host(), "pc-17:3390");
    EXPECT_EQ(good("full address:s:pc-17\nserver port:i:3389").host(), "pc-17");
    EXPECT_EQ(good("full address:s:pc-17:3391\nserver port:i:3390").host(), "pc-17:3391");
    EXPECT_EQ(good("full address:s:2001:db8::1\nserver port:i:3390").host(), "[2001:db8::1]:3390");
    EXPECT_EQ(good("full address:s:[2001:db8::1]\nserver port:i:3390").host(), "[2001:db8::1]:3390");
    EXPECT_EQ(good("full address:s:[2001:db8::1]:3391\nserver port:i:3390").host(), "[2001:db8::1]:3391");
    EXPECT_EQ(good("full address:s:\nserver port:i:3390").host(), std::nullopt);
    EXPECT_EQ(good("server port:i:3390").host(), std::nullopt);
}

TEST(RdpFile, GatewayCountsOnlyWhenItIsUsed)
{
    const auto gateway = [](std::string_view method) {
        return good("gatewayhostname:s:gw.example.com\ngatewayusagemethod:i:" + std::string(method)).gateway();
    };
    for (const auto* method : {"1", "2", "3"}) EXPECT_EQ(gateway(method), "gw.example.com") << method;
    for (const auto* method : {"0", "4", "5", "-1", ""}) EXPECT_EQ(gateway(method), std::nullopt) << method;
    EXPECT_EQ(good("gatewayhostname:s:gw.example.com").gateway(), std::nullopt);
    EXPECT_EQ(good("gatewayhostname:s:\ngatewayusagemethod:i:1").gateway(), std::nullopt);
}

TEST(RdpFile, UserIsTheUsername)
{
    EXPECT_EQ(good("username:s:EXAMPLE\\kim").user(), "EXAMPLE\\kim");
    EXPECT_EQ(good("username:s:").user(), std::nullopt);
}

TEST(RdpFile, SetReplacesOrAppends)
{
    auto file = good("full address:s:one\n");
    file.set("Full Address", 's', "two");
    file.set("DisableUDPTransport", 'i', "1");
    EXPECT_THAT(file.settings,
                ElementsAre(RdpSetting{"full address", 's', "two"}, RdpSetting{"disableudptransport", 'i', "1"}));
}

TEST(RdpFile, WritesUtf16AsMstscDoes)
{
    const auto bytes = good("a:i:1\n").write();
    EXPECT_EQ(toHex(bytes), "fffe61003a0069003a0031000d000a00");
}

TEST(RdpFile, FilesAreReadAsTheyWereWritten)
{
    const auto file = good("full address:s:m\xC3\xBCller \xF0\x9F\x96\xA5\nb:i:2\nc:b:00\n");
    EXPECT_EQ(*parseRdpFile(file.write()), file);
}

TEST(RdpFile, OtherFilesAreRefusedInOneSentence)
{
    EXPECT_THAT(refused({}), HasSubstr("no setting"));
    EXPECT_THAT(refused(toBytes("hello\nworld\n")), HasSubstr("no setting"));
    EXPECT_THAT(refused(toBytes("http://example.com")), HasSubstr("no setting"));
    EXPECT_THAT(refused(toBytes(std::string_view("MZ\0\0:s:x", 8))), HasSubstr("no text"));
    EXPECT_THAT(refused(Bytes(rdpFileLimit + 1, 'a')), HasSubstr("64 KiB"));
}

}    // namespace
}    // namespace rdpmend::protocol

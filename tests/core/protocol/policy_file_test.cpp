#include "core/protocol/policy_file.h"

#include <gtest/gtest.h>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr auto terminalServices = R"(SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services)";

Bytes zeroEnded(std::string_view text)
{
    auto bytes = toUtf16le(text);
    bytes.insert(bytes.end(), 2, 0);
    return bytes;
}

void add(ByteWriter& file, const PolicySetting& setting)
{
    file.bytes(toUtf16le("["))
        .bytes(zeroEnded(setting.key))
        .bytes(toUtf16le(";"))
        .bytes(zeroEnded(setting.value))
        .bytes(toUtf16le(";"))
        .u32le(setting.type)
        .bytes(toUtf16le(";"))
        .u32le(static_cast<std::uint32_t>(setting.data.size()))
        .bytes(toUtf16le(";"))
        .bytes(setting.data)
        .bytes(toUtf16le("]"));
}

Bytes fileOf(const std::vector<PolicySetting>& settings)
{
    ByteWriter file;
    file.text("PReg").u32le(1);
    for (const auto& setting : settings) add(file, setting);
    return file.take();
}

TEST(PolicyFile, ReadsEverySettingAsItStands)
{
    const std::vector<PolicySetting> settings{
        {.key = terminalServices, .value = "fDenyTSConnections", .type = 4, .data = {1, 0, 0, 0}},
        {.key = R"(Software\žluťoučký)", .value = "[;]", .type = 1, .data = zeroEnded("];[")},
        {.key = terminalServices, .value = "**del.fPromptForPassword", .type = 1, .data = zeroEnded(" ")},
        {.key = "Software\\Empty", .value = "", .type = 0},
    };
    const auto read = parsePolicyFile(fileOf(settings));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(*read, settings);
}

TEST(PolicyFile, MayBeEmpty)
{
    const auto read = parsePolicyFile(fileOf({}));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->empty());
}

TEST(PolicyFile, IsRefusedWhenItIsCutAnywhereInsideAnEntry)
{
    const auto header = fileOf({}).size();
    const auto whole =
        fileOf({{.key = terminalServices, .value = "fDenyTSConnections", .type = 4, .data = {1, 0, 0, 0}}});
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(static_cast<bool>(parsePolicyFile(ByteView(whole).first(size))), size == header) << size;
}

TEST(PolicyFile, IsRefusedWhenItIsAnotherKindOfFile)
{
    EXPECT_FALSE(parsePolicyFile(toBytes("PReg\x02\0\0\0")));
    EXPECT_FALSE(parsePolicyFile(toBytes("gerP\x01\0\0\0")));
    EXPECT_FALSE(parsePolicyFile(Bytes(policyFileLimit + 1)));
    auto hungry = fileOf({{.key = "Software\\x", .value = "v", .type = 3, .data = {1}}});
    hungry[hungry.size() - 6] = 0x7F;    // the high byte of the size
    EXPECT_FALSE(parsePolicyFile(hungry));
}

TEST(PolicyFile, DecidesAboutWhatItSetsAndWhatItTakesAway)
{
    const std::vector<PolicySetting> settings{
        {.key = terminalServices, .value = "fDenyTSConnections", .type = 4, .data = {1, 0, 0, 0}},
        {.key = terminalServices, .value = "**Del.fPromptForPassword", .type = 1},
        {.key = terminalServices, .value = "**soft.SecurityLayer", .type = 4, .data = {2, 0, 0, 0}},
        {.key = "Software\\All", .value = "**DelVals.", .type = 1},
        {.key = "Software\\Some", .value = "**DeleteValues", .type = 1, .data = zeroEnded("One;Two")},
    };
    EXPECT_TRUE(decides(settings, R"(software\policies\microsoft\windows nt\terminal services)", "fdenytsconnections"));
    EXPECT_TRUE(decides(settings, terminalServices, "fPromptForPassword"));
    EXPECT_TRUE(decides(settings, terminalServices, "SecurityLayer"));
    EXPECT_FALSE(decides(settings, terminalServices, "UserAuthentication"));
    EXPECT_FALSE(decides(settings, "Software\\Policies", "fDenyTSConnections"));
    EXPECT_TRUE(decides(settings, "Software\\All", "anything"));
    EXPECT_TRUE(decides(settings, "Software\\Some", "two"));
    EXPECT_FALSE(decides(settings, "Software\\Some", "three"));
}

}    // namespace
}    // namespace rdpmend::protocol

#include "../bench.h"
#include "core/protocol/rdp_file.h"

namespace rdpmend {
namespace {

const WriteFile& fileOf(const Proposal& proposal)
{
    EXPECT_EQ(proposal.changes.size(), 1U);
    return std::get<WriteFile>(proposal.changes.at(0));
}

protocol::RdpFile settingsOf(const Proposal& proposal)
{
    const auto file = protocol::parseRdpFile(*fileOf(proposal).content);
    EXPECT_TRUE(file);
    return file ? *file : protocol::RdpFile{};
}

TEST(AskEveryTime, LeavesAFileThatAsksForThePassword)
{
    const Bench bench;
    const auto proposal = bench.propose("F303");
    EXPECT_EQ(fileOf(proposal).path, "C:\\Users\\anna\\AppData\\Local\\rdpmend\\Ask for the password - pc-17_3389.rdp");
    const auto settings = settingsOf(proposal);
    EXPECT_EQ(settings.number("prompt for credentials"), 1);
    EXPECT_EQ(settings.text("full address"), "pc-17:3389");
    EXPECT_FALSE(settings.text("gatewayhostname"));
}

TEST(AskEveryTime, GoesThroughTheSameGatewayAsTheSameUser)
{
    Bench bench;
    bench.target.gateway = Endpoint{.host = "gw.example", .port = 443};
    bench.target.user = "EX\\anna";
    const auto settings = settingsOf(bench.propose("F303"));
    EXPECT_EQ(settings.text("gatewayhostname"), "gw.example:443");
    EXPECT_EQ(settings.number("gatewayusagemethod"), 1);
    EXPECT_EQ(settings.user(), "EX\\anna");
}

TEST(AskEveryTime, KeepsTheSettingsOfThePersonsOwnFileButNotItsSignature)
{
    Bench bench(R"({"files": {"C:\\Users\\anna\\Documents\\office.rdp":
        "full address:s:old-name\r\nprompt for credentials:i:0\r\nsmart sizing:i:1\r\nsignscope:s:Full Address\r\nsignature:s:AQAB\r\n"}})");
    bench.target.rdpFile = "C:\\Users\\anna\\Documents\\office.rdp";
    const auto settings = settingsOf(bench.propose("F303"));
    EXPECT_EQ(settings.number("smart sizing"), 1);
    EXPECT_EQ(settings.number("prompt for credentials"), 1);
    EXPECT_EQ(settings.text("full address"), "pc-17:3389");
    EXPECT_FALSE(settings.text("signature"));
    EXPECT_FALSE(settings.text("signscope"));
}

TEST(AskEveryTime, NamesItsFileWithoutWhatWindowsForbids)
{
    Bench bench;
    bench.target.host = {.host = "fe80::1%eth0", .port = 3389};
    EXPECT_TRUE(fileOf(bench.propose("F303")).path.ends_with("\\Ask for the password - [fe80__1_eth0]_3389.rdp"));
}

TEST(AskEveryTime, AFailedLookIsAnError)
{
    expectEveryLookToBeNeeded(Bench(), "F303");
}

}    // namespace
}    // namespace rdpmend

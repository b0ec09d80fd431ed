#include "core/net/resolver_files.h"

#include <gtest/gtest.h>

#include "core/net/socket.h"
#include "core/net/system_names.h"

namespace rdpmend {
namespace {

const Address loopback{.text = "127.0.0.1"};
const Address v4{.text = "192.0.2.17", .family = Family::V4};
const Address v6{.text = "2001:db8::17", .family = Family::V6};

TEST(HostsFile, GivesTheAddressesOfAName)
{
    constexpr std::string_view text =
        "# 192.0.2.1 pc-17\n"
        "192.0.2.17\tother pc-17.example.com PC-17 # pc-18\r\n"
        "\n"
        "nonsense pc-17\n"
        "2001:db8::17 pc-17";
    EXPECT_EQ(addressesInHostsFile(text, "pc-17"), (std::vector<Address>{v4, v6}));
    EXPECT_EQ(addressesInHostsFile(text, "pc-17.example.com."), std::vector<Address>{v4});
    EXPECT_TRUE(addressesInHostsFile(text, "pc-18").empty());
    EXPECT_TRUE(addressesInHostsFile(text, "192.0.2.17").empty());
    EXPECT_TRUE(addressesInHostsFile("", "pc-17").empty());
}

TEST(ResolvConf, GivesServersAndSearchDomains)
{
    const auto found = readResolvConf(
        "# comment\nnameserver 192.0.2.53\n nameserver\t2001:db8::53\nnameserver nonsense\noptions ndots:2\n"
        "search a.example  b.example\r\n");
    EXPECT_EQ(found.search, (std::vector<std::string>{"a.example", "b.example"}));
    ASSERT_EQ(found.servers.size(), 2U);
    EXPECT_EQ(found.servers[0], (NameServer{.address = {.text = "192.0.2.53"}, .port = 53}));
    EXPECT_EQ(found.servers[1].address.family, Family::V6);
}

TEST(ResolvConf, MeansThisHostWhenItNamesNoServer)
{
    EXPECT_EQ(readResolvConf("").servers, (std::vector<NameServer>{{.address = loopback}}));
}

TEST(ResolvConf, TakesThreeServersAndSixDomains)
{
    std::string text = "search a b c d e f g h\n";
    for (int i = 0; i < 10; ++i) text += "nameserver 192.0.2.1\n";
    EXPECT_EQ(readResolvConf(text).servers.size(), 3U);
    EXPECT_EQ(readResolvConf(text).search.size(), 6U);
}

TEST(SystemNames, AreThreeServersAtMostThatCanBeAsked)
{
    const auto names = configuredNameServers();
    EXPECT_LE(names.servers.size(), 3U);
    EXPECT_LE(names.search.size(), 6U);
    for (const auto& server : names.servers) {
        EXPECT_TRUE(parseLiteral(server.address.text)) << server.address.text;
        EXPECT_FALSE(server.address.text.starts_with("fec0:")) << server.address.text;
    }
}

}    // namespace
}    // namespace rdpmend

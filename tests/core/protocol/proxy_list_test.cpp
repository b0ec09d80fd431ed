#include "core/protocol/proxy_list.h"

#include <gtest/gtest.h>

namespace rdpmend::protocol {
namespace {

using List = std::vector<std::string>;

List proxies(std::string_view text, std::string_view scheme = "https")
{
    const auto list = parseProxyList(text, scheme);
    EXPECT_TRUE(list) << text << ": " << describe(list.error());
    return list ? *list : List{"refused"};
}

TEST(ProxyList, ReadsTheAnswerOfAScript)
{
    EXPECT_EQ(proxies("PROXY proxy.example:8080; DIRECT"), List{"proxy.example:8080"});
    EXPECT_EQ(proxies("proxy a:1;PROXY b:2 ; HTTPS c"), (List{"a:1", "b:2", "c:443"}));
    EXPECT_EQ(proxies("SOCKS5 s; PROXY [2001:db8::1]:3128"), (List{"socks=s:1080", "[2001:db8::1]:3128"}));
    EXPECT_EQ(proxies("PROXY [::1]"), List{"[::1]:80"});
}

TEST(ProxyList, MeansDirectlyWhereNoProxyComesFirst)
{
    for (const auto* text : {"", "DIRECT", " direct ;", "DIRECT; PROXY a:1", ";;"}) EXPECT_EQ(proxies(text), List{});
}

TEST(ProxyList, ReadsTheListsOfWindows)
{
    EXPECT_EQ(proxies("a:8080"), List{"a:8080"});
    EXPECT_EQ(proxies("a:8080;b c:1\td:2"), (List{"a:8080", "b:80", "c:1", "d:2"}));
    EXPECT_EQ(proxies("http://a:3128"), List{"a:3128"});
    EXPECT_EQ(proxies("a:1;A:1;a:1"), (List{"a:1", "A:1"}));
}

TEST(ProxyList, TakesOnlyWhatIsForTheScheme)
{
    constexpr auto each = "http=h:1;https=s:2;ftp=f:3;socks=k:4";
    EXPECT_EQ(proxies(each, "https"), (List{"s:2", "socks=k:4"}));
    EXPECT_EQ(proxies(each, "http"), (List{"h:1", "socks=k:4"}));
    EXPECT_EQ(proxies("HTTPS=http://s:2"), List{"s:2"});
}

TEST(ProxyList, RefusesWhatIsNoList)
{
    for (const auto* text :
         {"PROXY", "PROXY ;", "PROXY a:0", "PROXY a:65536", "PROXY a:", "PROXY a:1x", "a b:c", "PROXY a/b:1",
          "PROXY user@a:1", "ftp://a:1", "PROXY :80", "PROXY [::1:80", "PROXY a\x01", "PROXY a:+80", "PROXY a:0x50"})
        EXPECT_FALSE(parseProxyList(text, "https")) << text;
}

TEST(ProxyList, HasBounds)
{
    EXPECT_FALSE(parseProxyList(std::string(proxyListLimit + 1, ' '), "https"));
    std::string many;
    for (int i = 1; i <= 33; ++i) many += "a:" + std::to_string(i) + ';';
    EXPECT_FALSE(parseProxyList(many, "https"));
    EXPECT_FALSE(parseProxyList("PROXY " + std::string(256, 'a'), "https"));
}

TEST(ProxyBypass, KnowsNamesPatternsAndLocalNames)
{
    constexpr auto list = "*.example.org;<local>;10.*;https://Host;a*b*c";
    for (const auto* host :
         {"pc.example.org", "PC.EXAMPLE.ORG", "pc-17", "10.0.0.17", "host", "abc", "axxbxbxc", "a.bbc"})
        EXPECT_TRUE(isBypassed(list, host)) << host;
    for (const auto* host : {"example.org.evil.test", "example.org", "110.0.0.1", "host.test", "x.abc", "a.bx", "::1"})
        EXPECT_FALSE(isBypassed(list, host)) << host;
    EXPECT_FALSE(isBypassed("", "pc-17"));
    EXPECT_TRUE(isBypassed("*", "anything.test"));
}

TEST(ProxyBypass, EndsSoonWithManyStars)
{
    std::string pattern;
    for (int i = 0; i < 1000; ++i) pattern += "*a";
    EXPECT_FALSE(isBypassed(pattern + 'b', std::string(20'000, 'a')));
}

}    // namespace
}    // namespace rdpmend::protocol

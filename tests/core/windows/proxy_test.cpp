#include "tests/core/windows/local_server.h"

#include "core/windows/proxy.h"

#include <gtest/gtest.h>

#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

using List = std::vector<std::string>;
using test::LocalServer;

const RegistryKey connections{.path = R"(Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections)"};

// "DefaultConnectionSettings" as the Internet options write it: version, counter, flags, and three counted texts.
RegistryValue connectionSettings(const ProxySettings& settings)
{
    constexpr std::uint32_t direct = 1, useProxy = 2, useScript = 4, detect = 8;
    ByteWriter blob;
    blob.u32le(0x46).u32le(1);
    blob.u32le(direct | (settings.proxy.empty() ? 0 : useProxy) | (settings.script.empty() ? 0 : useScript) |
               (settings.detects ? detect : 0));
    for (const auto* text : {&settings.proxy, &settings.bypass, &settings.script})
        blob.u32le(static_cast<std::uint32_t>(text->size())).text(*text);
    blob.zeros(32);
    return {.type = RegistryValue::binary, .data = blob.take()};
}

class Proxies : public testing::Test {
protected:
    void SetUp() override
    {
        if (!rdpmend::test::underWine()) GTEST_SKIP() << "the proxy settings of a real PC are left alone";
        m_kept = std::make_unique<test::Kept>(std::vector<Change>{ReplaceRegistryKey{.key = connections}});
        m_kept->perform(ReplaceRegistryKey{.key = connections});
    }
    void set(const ProxySettings& settings)
    {
        m_kept->perform(SetRegistryValue{
            .key = connections, .name = "DefaultConnectionSettings", .value = connectionSettings(settings)});
    }
    Result<List> find(const std::string& url, std::chrono::milliseconds patience = std::chrono::seconds(20)) const
    {
        return proxiesFor(url, Deadline::in(patience));
    }
    void expect(const std::string& url, const List& expected) const
    {
        const auto found = find(url);
        ASSERT_TRUE(found) << url << ": " << describe(found.error());
        EXPECT_EQ(*found, expected) << url;
    }

    std::unique_ptr<test::Kept> m_kept;
};

std::string script(const std::string& body)
{
    const auto text = "function FindProxyForURL(url, host) { " + body + " }";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nConnection: "
           "close\r\nContent-Length: " +
           std::to_string(text.size()) + "\r\n\r\n" + text;
}

TEST_F(Proxies, AreNoneWhereNothingWasSet)
{
    const auto settings = proxySettings();
    ASSERT_TRUE(settings) << describe(settings.error());
    EXPECT_EQ(*settings, ProxySettings{.detects = settings->detects});    // which is on unless it is turned off
    expect("https://gw.example.org/remoteDesktopGateway/", {});
}

TEST_F(Proxies, AreThoseOfThePerson)
{
    const ProxySettings mine{.proxy = "http=web:80;https=tls:8443", .bypass = "*.intern.example;<local>"};
    set(mine);
    const auto settings = proxySettings();
    ASSERT_TRUE(settings) << describe(settings.error());
    EXPECT_EQ(*settings, mine);
    expect("https://gw.example.org/", {"tls:8443"});
    expect("HTTP://gw.example.org:81/x", {"web:80"});
    expect("https://gw.intern.example/", {});
    expect("https://gw:443", {});
}

TEST_F(Proxies, AreThoseThatTheScriptNames)
{
    const LocalServer server(script("return host == 'gw.example.org' ? 'PROXY scripted:3128' : 'DIRECT';"));
    set({.script = server.url("/proxy.pac")});
    EXPECT_EQ(proxySettings().operator*().script, server.url("/proxy.pac"));
    expect("https://gw.example.org/", {"scripted:3128"});
    expect("https://other.example.org/", {});
    EXPECT_GE(server.asked(), 1);
}

TEST_F(Proxies, AreUnknownWhereTheScriptIsMissingOrBroken)
{
    const LocalServer missing("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    set({.script = missing.url("/missing.pac")});
    const auto unread = find("https://gw.example.org/");
    EXPECT_FALSE(unread) << unread->size();
    const LocalServer nonsense(script("this is no script"));
    set({.script = nonsense.url("/nonsense.pac")});
    const auto broken = find("https://gw.example.org/");
    EXPECT_FALSE(broken) << broken->size();
}

TEST_F(Proxies, AreNotWaitedForLongerThanAllowed)
{
    const LocalServer silent({});
    set({.script = silent.url("/silent.pac")});
    const auto before = Deadline::Clock::now();
    const auto found = find("https://gw.example.org/", std::chrono::milliseconds(500));
    EXPECT_LT(Deadline::Clock::now() - before, std::chrono::seconds(3));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().domain, Domain::TimedOut);

    std::stop_source stop;
    stop.request_stop();
    const auto stopped =
        proxiesFor("https://gw.example.org/", Deadline::in(std::chrono::seconds(20), stop.get_token()));
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().domain, Domain::Cancelled);
}

TEST_F(Proxies, AreThosePersonallySetWhereDetectionFindsNothing)
{
    set({.detects = true, .proxy = "mine:8080"});
    EXPECT_TRUE(proxySettings().operator*().detects);
    expect("https://gw.example.org/", {"mine:8080"});
}

TEST_F(Proxies, AreNotLookedForWhereTheUrlIsNone)
{
    for (const auto* url :
         {"", "gw.example.org", "ftp://gw.example.org/", "https://", "https://user@gw/", "file:///c:/x"})
        EXPECT_FALSE(find(url)) << url;
}

}    // namespace
}    // namespace rdpmend::windows

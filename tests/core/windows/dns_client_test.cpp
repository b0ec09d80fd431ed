#include "core/windows/dns_client.h"

#include <gtest/gtest.h>

#include "core/base/text.h"
#include "tests/core/windows/kept.h"
#include "tests/support/under_wine.h"

namespace rdpmend::windows {
namespace {

constexpr auto tcpip = R"(SYSTEM\CurrentControlSet\Services\Tcpip\Parameters)";
constexpr auto policies = R"(SOFTWARE\Policies\Microsoft\Windows NT\DNSClient)";
constexpr auto localRules = R"(SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig)";

RegistryKey machineKey(const std::string& path)
{
    return {.hive = Hive::LocalMachine, .path = path};
}

class DnsClient : public testing::Test {
protected:
    void SetUp() override
    {
        if (!rdpmend::test::underWine()) GTEST_SKIP() << "the settings of a real PC's DNS client are left alone";
        m_kept = std::make_unique<test::Kept>(std::vector<Change>{
            ReplaceRegistryKey{.key = machineKey(policies)}, ReplaceRegistryKey{.key = machineKey(localRules)},
            SetRegistryValue{.key = machineKey(tcpip), .name = "Domain"},
            SetRegistryValue{.key = machineKey(tcpip), .name = "SearchList"},
            SetRegistryValue{.key = machineKey(tcpip), .name = "UseDomainNameDevolution"}});
        m_kept->perform(ReplaceRegistryKey{.key = machineKey(policies)});
        m_kept->perform(ReplaceRegistryKey{.key = machineKey(localRules)});
    }
    void set(const std::string& path, const std::string& name, const RegistryValue& value)
    {
        m_kept->perform(SetRegistryValue{.key = machineKey(path), .name = name, .value = value});
    }
    void addRule(const std::string& path, std::string_view names, const std::string& servers)
    {
        auto text = toUtf16le(names);
        text.insert(text.end(), 4, 0);
        set(path, "Name", {.type = RegistryValue::multiSz, .data = text});
        set(path, "GenericDNSServers", RegistryValue::fromString(servers));
    }
    DnsSettings settings()
    {
        const auto settings = dnsSettings();
        EXPECT_TRUE(settings) << describe(settings.error());
        return settings ? *settings : DnsSettings{};
    }

    std::unique_ptr<test::Kept> m_kept;
};

TEST_F(DnsClient, TakesTheSettingsOfThisPc)
{
    set(tcpip, "Domain", RegistryValue::fromString("example.org"));
    set(tcpip, "SearchList", RegistryValue::fromString("a.example, b.example,"));
    set(tcpip, "UseDomainNameDevolution", RegistryValue::fromDword(0));
    const auto now = settings();
    EXPECT_FALSE(now.hostName.empty());
    EXPECT_EQ(now.domain, "example.org");
    EXPECT_EQ(now.searchList, (std::vector<std::string>{"a.example", "b.example"}));
    EXPECT_FALSE(now.devolves);
    EXPECT_TRUE(now.rules.empty());
}

TEST_F(DnsClient, PutsPolicyBeforeThem)
{
    set(tcpip, "SearchList", RegistryValue::fromString("a.example"));
    set(policies, "SearchList", RegistryValue::fromString("policy.example"));
    set(policies, "UseDomainNameDevolution", RegistryValue::fromDword(1));
    set(tcpip, "UseDomainNameDevolution", RegistryValue::fromDword(0));
    EXPECT_EQ(settings().searchList, std::vector<std::string>{"policy.example"});
    EXPECT_TRUE(settings().devolves);
}

TEST_F(DnsClient, ListsTheRulesOfNameResolutionPolicy)
{
    using Rules = std::vector<std::pair<std::string, std::string>>;
    addRule(std::string(localRules) + "\\one", std::string_view(".corp.example\0.lab.example", 26),
            "10.0.0.53;10.0.0.54");
    EXPECT_EQ(settings().rules,
              (Rules{{".corp.example", "10.0.0.53;10.0.0.54"}, {".lab.example", "10.0.0.53;10.0.0.54"}}));
    addRule(std::string(policies) + "\\DnsPolicyConfig\\{1}", "pc-17.example", "10.0.0.1");
    EXPECT_EQ(settings().rules, (Rules{{"pc-17.example", "10.0.0.1"}}));    // the rules of this PC are out of force
}

TEST(LookUpName, RefusesWhatIsNoText)
{
    EXPECT_FALSE(lookUpName(std::string_view("a\0b", 3), NameSource::Servers));
}

TEST(LookUpName, FindsNothingForANameThatCannotExist)
{
    for (const auto source : {NameSource::Cache, NameSource::Servers}) {
        const auto addresses = lookUpName("no-such-name.invalid", source);
        if (!addresses) {    // where no server answers, that is said, and is not "no such name"
            EXPECT_EQ(addresses.error().domain, Domain::Win32);
            EXPECT_NE(addresses.error().code, 0);
            continue;
        }
        EXPECT_TRUE(addresses->empty());
    }
}

}    // namespace
}    // namespace rdpmend::windows

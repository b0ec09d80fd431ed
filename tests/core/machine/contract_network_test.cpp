#include <set>

#include "core/base/text.h"
#include "core/model/target.h"
#include "tests/core/machine/contract.h"

namespace rdpmend {
namespace {

using NetworkContract = test::Contract;

// "192.0.2.0/24"
bool isPrefix(const std::string& text)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos || !isAddress(text.substr(0, slash))) return false;
    const auto length = parseNumber(text.substr(slash + 1));
    return length && *length <= (text.find(':') == std::string::npos ? 32U : 128U);
}

TEST_P(NetworkContract, AdaptersHaveAnIndexAndIdsOfTheirOwn)
{
    const auto adapters = m_machine->networkAdapters();
    ASSERT_TRUE(adapters) << test::told(adapters);
    ASSERT_FALSE(adapters->empty());
    std::set<std::string> ids;
    std::set<std::uint32_t> indices;
    for (const auto& adapter : *adapters) {
        EXPECT_TRUE(ids.insert(adapter.id).second) << adapter.id;
        EXPECT_TRUE(indices.insert(adapter.index).second) << adapter.index;
        EXPECT_NE(adapter.index, 0U) << adapter.name;
        EXPECT_FALSE(adapter.name.empty());
        EXPECT_NE(adapter.type, 0U);
    }
}

TEST_P(NetworkContract, AddressesOfAdaptersAreLiterals)
{
    const auto adapters = m_machine->networkAdapters();
    ASSERT_TRUE(adapters) << test::told(adapters);
    for (const auto& adapter : *adapters) {
        for (const auto& address : adapter.addresses) EXPECT_TRUE(isPrefix(address)) << address;
        for (const auto& address : adapter.gateways) EXPECT_TRUE(isAddress(address)) << address;
        for (const auto& address : adapter.dnsServers) EXPECT_TRUE(isAddress(address)) << address;
    }
}

TEST_P(NetworkContract, RoutesLeadThroughAdapters)
{
    const auto adapters = m_machine->networkAdapters();
    const auto routes = m_machine->routes();
    ASSERT_TRUE(adapters) << test::told(adapters);
    ASSERT_TRUE(routes) << test::told(routes);
    ASSERT_FALSE(routes->empty());
    for (const auto& route : *routes) {
        EXPECT_TRUE(isPrefix(route.destination)) << route.destination;
        EXPECT_TRUE(isAddress(route.nextHop)) << route.nextHop;
        EXPECT_NE(route.adapterIndex, 0U);
    }
}

TEST_P(NetworkContract, TheWinsockCatalogueHasBaseProvidersWithIdsOfTheirOwn)
{
    const auto catalogue = m_machine->winsockCatalogue();
    ASSERT_TRUE(catalogue) << test::told(catalogue);
    std::set<std::uint32_t> ids;
    bool anyBase = false;
    for (const auto& provider : *catalogue) {
        EXPECT_TRUE(ids.insert(provider.id).second) << provider.id;
        anyBase = anyBase || provider.chainLength == 1;
    }
    EXPECT_TRUE(anyBase);
}

TEST_P(NetworkContract, TellsAdapterProperties)
{
    const auto properties = m_machine->adapterProperties();
    if (GetParam().isWine) return cannotLookUnderWine(properties, "root\\StandardCimv2 does not exist there");
    ASSERT_TRUE(properties) << test::told(properties);
    for (const auto& property : *properties) {
        EXPECT_FALSE(property.adapter.empty());
        EXPECT_FALSE(property.keyword.empty());
    }
}

TEST_P(NetworkContract, TellsProxySettings)
{
    const auto settings = m_machine->proxySettings();
    EXPECT_TRUE(settings) << test::told(settings);
}

TEST_P(NetworkContract, ProxiesAreForUrlsOfWebServersAlone)
{
    for (const auto* url : {"", "ftp://gw.example.org/", "gw.example.org", "file:///etc/passwd", "javascript:1"})
        EXPECT_FALSE(m_machine->proxiesFor(url, deadline())) << url;
    for (const auto& name : test::hostileNames()) EXPECT_FALSE(m_machine->proxiesFor(name, deadline()));
}

TEST_P(NetworkContract, AsksForNoProxyAfterAStop)
{
    std::stop_source stop;
    stop.request_stop();
    const auto proxies =
        m_machine->proxiesFor("https://gw.example.org/", Deadline::in(std::chrono::seconds(10), stop.get_token()));
    ASSERT_FALSE(proxies);
    EXPECT_EQ(proxies.error().domain, Domain::Cancelled);
}

TEST_P(NetworkContract, TellsTheSettingsOfTheDnsClient)
{
    const auto settings = m_machine->dnsSettings();
    ASSERT_TRUE(settings) << test::told(settings);
    EXPECT_FALSE(settings->hostName.empty());
}

TEST_P(NetworkContract, WhatLookingUpANameGivesAreAddresses)
{
    for (const auto source : {NameSource::Cache, NameSource::Servers}) {
        const auto addresses = m_machine->lookUpName("localhost", source);
        if (!addresses) continue;    // whether there is a server, and what it says, is not ours to promise
        for (const auto& address : *addresses) EXPECT_TRUE(isAddress(address)) << address;
    }
}

TEST_P(NetworkContract, HostileNamesHaveNoAddress)
{
    for (const auto& name : test::hostileNames()) {
        const auto addresses = m_machine->lookUpName(name, NameSource::Cache);
        EXPECT_TRUE(!addresses || addresses->empty()) << sanitise(name);
    }
}

TEST_P(NetworkContract, AnswersSeveralThreads)
{
    sameFromSeveralThreads([this] { return m_machine->networkAdapters(); });
    sameFromSeveralThreads([this] { return m_machine->proxySettings(); });
}

RDPMEND_CONTRACT_OF(NetworkContract);

}    // namespace
}    // namespace rdpmend

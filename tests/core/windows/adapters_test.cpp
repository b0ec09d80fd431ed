#include "core/windows/adapters.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace rdpmend::windows {
namespace {

constexpr std::uint32_t loopbackType = 24;

TEST(Adapters, AreListedWithTheLoopbackAmongThem)
{
    const auto adapters = networkAdapters();
    ASSERT_TRUE(adapters) << describe(adapters.error());
    const auto loopback = std::ranges::find(*adapters, loopbackType, &NetworkAdapter::type);
    ASSERT_NE(loopback, adapters->end());
    EXPECT_TRUE(loopback->up);
    EXPECT_NE(loopback->index, 0U);
    EXPECT_NE(loopback->mtu, 0U);
    EXPECT_FALSE(loopback->name.empty());
    EXPECT_TRUE(loopback->gateways.empty());
    EXPECT_NE(std::ranges::find(loopback->addresses, "127.0.0.1/8"), loopback->addresses.end());
    for (const auto& adapter : *adapters) {
        EXPECT_TRUE(adapter.id.starts_with('{') && adapter.id.ends_with('}')) << adapter.id;
        for (const auto& address : adapter.addresses) EXPECT_NE(address.find('/'), std::string::npos) << address;
    }
}

TEST(Routes, LeadToAdaptersThatThereAre)
{
    const auto adapters = networkAdapters();
    const auto found = routes();
    ASSERT_TRUE(adapters);
    ASSERT_TRUE(found) << describe(found.error());
    ASSERT_FALSE(found->empty());
    for (const auto& route : *found) {
        EXPECT_NE(std::ranges::find(*adapters, route.adapterIndex, &NetworkAdapter::index), adapters->end())
            << route.destination;
        EXPECT_FALSE(route.destination.starts_with('/')) << route.destination;
        EXPECT_FALSE(route.nextHop.empty()) << route.destination;
    }
}

TEST(Routes, NameTheGatewayThatAnAdapterNames)
{
    const auto adapters = networkAdapters();
    const auto found = routes();
    ASSERT_TRUE(adapters && found);
    bool any = false;
    for (const auto& adapter : *adapters)
        for (const auto& gateway : adapter.gateways) {
            any = true;
            EXPECT_TRUE(std::ranges::any_of(*found, [&](const Route& route) {
                return route.nextHop == gateway && route.adapterIndex == adapter.index &&
                       (route.destination == "0.0.0.0/0" || route.destination == "::/0");
            })) << gateway;
        }
    if (!any) GTEST_SKIP() << "no adapter has a gateway";
}

}    // namespace
}    // namespace rdpmend::windows

// Reads: adapters and routes.  Finds: that no route leads to the address, and tunnels that are there and down.
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/machine/address.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint32_t ppp = 23, tunnel = 131;    // NetworkAdapter::type

// Adapters of VPN products say Ethernet or "proprietary virtual" and are known by their names. Windows' own tunnels for
// IPv6 (Teredo, ISATAP, 6to4) and its miniports are down on every PC.
bool isVpn(const NetworkAdapter& adapter)
{
    static constexpr std::array own{"microsoft", "wan miniport", "teredo", "isatap", "6to4"};
    static constexpr std::array products{"vpn",     "tap-windows",   "wintun",  "wireguard", "anyconnect", "fortinet",
                                         "pangp",   "globalprotect", "juniper", "pulse",     "zscaler",    "tailscale",
                                         "openvpn", "check point",   "citrix",  "sonicwall", "f5 networks"};
    const auto description = toLower(adapter.description);
    const auto both = description + ' ' + toLower(adapter.name);
    if (std::ranges::any_of(own, [&description](const char* word) { return description.starts_with(word); }))
        return false;
    return adapter.type == ppp || adapter.type == tunnel ||
           std::ranges::any_of(products, [&both](const char* word) { return both.find(word) != std::string::npos; });
}

// The longest prefix wins, then the smaller metric.
const Route* routeTo(const std::vector<Route>& routes, const Bytes& address)
{
    const Route* best = nullptr;
    unsigned bestLength = 0;
    for (const auto& route : routes) {
        const auto length = coveringPrefix(route.destination, address);
        if (!length) continue;
        const bool better = !best || *length > bestLength || (*length == bestLength && route.metric < best->metric);
        if (better) best = &route, bestLength = *length;
    }
    return best;
}

Outcome run(ProbeContext& c)
{
    const auto adapters = c.machine.networkAdapters();
    if (!adapters) return Outcome::couldNotLook(adapters.error());
    const auto routes = c.machine.routes();
    if (!routes) return Outcome::couldNotLook(routes.error());

    auto outcome = Outcome::healthy();
    const auto& addresses = c.conversation.resolution(c.deadline).addresses;
    bool anyRoute = false;
    for (const auto& address : addresses) {
        const auto bytes = addressBytes(address.text);
        const auto* route = bytes ? routeTo(*routes, *bytes) : nullptr;
        if (!route) continue;
        anyRoute = true;
        const auto adapter = std::ranges::find(*adapters, route->adapterIndex, &NetworkAdapter::index);
        const auto through = adapter == adapters->end() ? "an adapter that is not listed" : sanitise(adapter->name);
        outcome.fact("route.way", sanitise(route->destination) + " through " + through, Privacy::Personal);
    }
    if (!addresses.empty() && !anyRoute)
        outcome.add(
            {.id = "network.route_missing",
             .weight = Weight::Note,
             .evidence = {{.key = "route.address", .value = addresses.front().text, .privacy = Privacy::Personal}}});
    for (const auto& adapter : *adapters) {
        if (!isVpn(adapter)) continue;
        outcome.fact("route.tunnel", sanitise(adapter.name) + (adapter.up ? " (up)" : " (down)"));
        if (!adapter.up)
            outcome.add({.id = "network.tunnel_down",
                         .weight = Weight::Note,
                         .evidence = {{.key = "route.tunnel", .value = sanitise(adapter.name)}}});
    }
    return outcome;
}

}    // namespace

extern const Probe network_route;
const Probe network_route{
    .id = "network.route", .phase = Phase::Network, .place = Place::ThisPc, .after = {"network.dns"}, .run = run};

}    // namespace rdpmend::probes

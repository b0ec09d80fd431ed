// Reads: the proxy settings of this PC, and asks Windows for the proxies towards the gateway.  Finds: that one applies.
// Our own connection to the gateway goes the same way.
#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    if (!c.target.gateway) return Outcome::notApplicable("not_applicable.no_gateway");
    const auto settings = c.machine.proxySettings();
    if (!settings) return Outcome::couldNotLook(settings.error());
    auto outcome = Outcome::healthy({{.key = "proxy.detects", .value = settings->detects ? "yes" : "no"}});
    if (!settings->script.empty()) outcome.fact("proxy.script", sanitise(settings->script), Privacy::Personal);
    if (!settings->proxy.empty()) outcome.fact("proxy.setting", sanitise(settings->proxy), Privacy::Personal);
    if (!settings->bypass.empty()) outcome.fact("proxy.bypass", sanitise(settings->bypass), Privacy::Personal);

    const auto proxies = c.machine.proxiesFor("https://" + toString(*c.target.gateway) + '/', c.deadline);
    if (!proxies) return Outcome::couldNotLook(proxies.error(), outcome.facts);
    if (proxies->empty()) return outcome;
    return outcome.add(
        {.id = "network.proxy_applies",
         .weight = Weight::Note,
         .evidence = {{.key = "proxy.address", .value = sanitise(proxies->front()), .privacy = Privacy::Personal}}});
}

}    // namespace

extern const Probe network_proxy;
const Probe network_proxy{.id = "network.proxy", .phase = Phase::Network, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

// Reads: what registered with Windows' Security Center.  Finds: products of other makers that are on. That is a fact
// about the PC; only together with a connection that is cut it becomes a suspicion.
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/machine/names.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

// SecurityProduct::state: bits 12 to 15 are 1 when the product is on.
bool isOn(const SecurityProduct& product)
{
    return ((product.state >> 12) & 0xF) == 1;
}

bool isOfWindows(const SecurityProduct& product)
{
    static constexpr std::array names{"Windows Defender", "Microsoft Defender", "Windows Firewall"};
    return startsWithIgnoringCase(product.path, "windowsdefender:") ||
           std::ranges::any_of(names,
                               [&product](const char* own) { return startsWithIgnoringCase(product.name, own); });
}

Outcome run(ProbeContext& c)
{
    const auto products = c.machine.securityProducts();
    if (!products) return Outcome::couldNotLook(products.error());
    auto outcome = Outcome::healthy();
    for (const auto& product : *products) {
        const auto name = sanitise(product.name);
        outcome.fact("security." + std::string(nameOf(product.kind)), name + (isOn(product) ? "" : " (off)"));
        if (isOn(product) && !isOfWindows(product))
            outcome.add({.id = "network.security_software_on",
                         .weight = Weight::Note,
                         .evidence = {{.key = "security.product", .value = name}}});
    }
    return outcome;
}

}    // namespace

extern const Probe network_security_software;
const Probe network_security_software{
    .id = "network.security_software", .phase = Phase::Network, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

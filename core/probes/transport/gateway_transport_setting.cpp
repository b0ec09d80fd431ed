// Reads: RDGClientTransport in both hives.  Finds: the older gateway transport was forced.
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    if (!c.target.gateway) return Outcome::notApplicable("not_applicable.no_gateway");
    auto outcome = Outcome::healthy();
    for (const auto& key : {places::client(Hive::CurrentUser), places::client(Hive::LocalMachine)}) {
        const std::string hive = key.hive == Hive::CurrentUser ? "HKCU" : "HKLM";
        const auto value = c.machine.registryValue(key, places::gatewayTransport);
        if (!value) return Outcome::couldNotLook(value.error());
        const auto number = *value ? (*value)->asDword() : std::nullopt;
        outcome.fact("setting." + hive, !*value ? "not set" : number ? std::to_string(*number) : "not a number");
        if (number == 1U)
            outcome.add({.id = "transport.legacy_gateway_transport_set",
                         .weight = Weight::Note,
                         .evidence = {{.key = "setting.hive", .value = hive}}});
    }
    return outcome;
}

}    // namespace

extern const Probe transport_gateway_transport_setting;
const Probe transport_gateway_transport_setting{
    .id = "transport.gateway_transport_setting", .phase = Phase::Transport, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

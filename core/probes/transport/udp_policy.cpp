// Reads: fClientDisableUDP (policy) and DisableUDPTransport.  Finds: this PC keeps to TCP.
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    struct Setting {
        RegistryKey key;
        const char* name;
    };
    auto outcome = Outcome::healthy();
    for (const auto& [key, name] :
         {Setting{localMachine(R"(SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services\Client)"),
                  "fClientDisableUDP"},
          Setting{places::client(Hive::LocalMachine), "DisableUDPTransport"}}) {
        const auto value = c.machine.registryValue(key, name);
        if (!value) return Outcome::couldNotLook(value.error());
        const auto number = *value ? (*value)->asDword() : std::nullopt;
        outcome.fact(std::string("udp.") + name, number ? std::to_string(*number) : "not set");
        if (number == 1U)
            outcome.add(
                {.id = "transport.udp_off", .weight = Weight::Note, .evidence = {{.key = "udp.by", .value = name}}});
    }
    return outcome;
}

}    // namespace

extern const Probe transport_udp_policy;
const Probe transport_udp_policy{
    .id = "transport.udp_policy", .phase = Phase::Transport, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

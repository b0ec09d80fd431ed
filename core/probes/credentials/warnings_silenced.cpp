// Reads: AuthenticationLevelOverride in both hives.  Finds: somebody switched server-authentication warnings off.
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    auto outcome = Outcome::healthy();
    for (const auto& key : {places::client(Hive::CurrentUser), places::client(Hive::LocalMachine)}) {
        const auto value = c.machine.registryValue(key, places::warningsOverride);
        if (!value) return Outcome::couldNotLook(value.error());
        if (!*value) continue;
        outcome.add(
            {.id = "credentials.warnings_silenced",
             .weight = Weight::Degrades,
             .evidence = {{.key = "override.hive", .value = key.hive == Hive::CurrentUser ? "HKCU" : "HKLM"},
                          {.key = "override.value",
                           .value = (*value)->asDword() ? std::to_string(*(*value)->asDword()) : "not a number"}}});
    }
    return outcome;
}

}    // namespace

extern const Probe credentials_warnings_silenced;
const Probe credentials_warnings_silenced{
    .id = "credentials.warnings_silenced", .phase = Phase::Credentials, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

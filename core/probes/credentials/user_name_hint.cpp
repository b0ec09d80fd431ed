// Reads: HKCU\...\Terminal Server Client\Servers\<host>\UsernameHint.  Finds: a remembered user name.
#include "core/base/text.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto key = places::rememberedHost(c.target.host.host);
    const auto value = c.machine.registryValue(key, "UsernameHint");
    if (!value) return Outcome::couldNotLook(value.error());
    auto outcome = Outcome::healthy();
    if (!*value) return outcome.fact("hint.user", "none");
    return outcome.add({.id = "credentials.user_name_hint_present",
                        .weight = Weight::Note,
                        .evidence = {{.key = "hint.user",
                                      .value = sanitise((*value)->asString().value_or("")),
                                      .privacy = Privacy::Personal}}});
}

}    // namespace

extern const Probe credentials_user_name_hint;
const Probe credentials_user_name_hint{
    .id = "credentials.user_name_hint", .phase = Phase::Credentials, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

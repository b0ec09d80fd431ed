// Reads: Credential Manager, TERMSRV/<host>.  Finds: a saved password; a suspect, never a cause by itself.
#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto saved = c.machine.savedCredentials("TERMSRV/" + c.target.host.host);
    if (!saved) return Outcome::couldNotLook(saved.error());
    auto outcome = Outcome::healthy();
    for (const auto& credential : *saved) {
        if (!equalIgnoringCase(credential.target, "TERMSRV/" + c.target.host.host))
            continue;    // "TERMSRV/pc-170" is another host
        outcome.add(
            {.id = "credentials.saved_password_present",
             .weight = Weight::Note,
             .evidence = {{.key = "saved.target", .value = sanitise(credential.target), .privacy = Privacy::Personal},
                          {.key = "saved.user", .value = sanitise(credential.user), .privacy = Privacy::Personal}}});
    }
    if (outcome.findings.empty()) outcome.fact("saved.credentials", "none for this host");
    return outcome;
}

}    // namespace

extern const Probe credentials_saved_password;
const Probe credentials_saved_password{
    .id = "credentials.saved_password", .phase = Phase::Credentials, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

// Reads: HKCU\...\Terminal Server Client\Servers\<host>\CertHash.  Needs: TLS.  Finds: it is not the live
// certificate's.
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto key = places::rememberedHost(c.target.host.host);
    const auto value = c.machine.registryValue(key, "CertHash");
    if (!value) return Outcome::couldNotLook(value.error());
    if (!*value) return Outcome::healthy({{.key = "remembered.certificate", .value = "none"}});
    if (c.conversation.isGateway()) return Outcome::notApplicable("not_applicable.through_gateway");

    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto remembered = toHex((*value)->data);
    const std::vector<Evidence> evidence{
        {.key = "remembered.certificate", .value = remembered, .privacy = Privacy::Personal},
        {.key = "certificate.sha1", .value = shown.leaf->sha1, .privacy = Privacy::Personal}};
    Outcome outcome{.verdict = Verdict::Healthy, .facts = evidence};
    if (remembered != shown.leaf->sha1)
        outcome.add(
            {.id = "certificates.remembered_changed",
             .weight = reportedPointsTo(c, "certificates.reported_certificate") ? Weight::Blocks : Weight::Degrades,
             .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe certificates_remembered;
const Probe certificates_remembered{.id = "certificates.remembered",
                                    .phase = Phase::Certificates,
                                    .place = Place::ThisPc,
                                    .after = {"transport.tls_handshake"},
                                    .run = run};

}    // namespace rdpmend::probes

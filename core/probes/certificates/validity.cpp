// Needs: TLS.  Finds: a certificate that has expired or is not yet valid, by this PC's clock.
#include "core/base/time.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    const auto now = c.machine.now();
    const std::vector<Evidence> evidence{{.key = "certificate.not_before", .value = isoTime(leaf.notBefore)},
                                         {.key = "certificate.not_after", .value = isoTime(leaf.notAfter)},
                                         {.key = "certificate.from", .value = plainDate(leaf.notBefore)},
                                         {.key = "certificate.until", .value = plainDate(leaf.notAfter)},
                                         {.key = "clock.now", .value = isoTime(now)}};
    Outcome outcome{.verdict = Verdict::Healthy, .facts = evidence};
    outcome.fact("certificate.subject", leaf.subject, Privacy::Personal);
    outcome.fact("certificate.sha256", leaf.sha256, Privacy::Personal);
    if (now > leaf.notAfter) outcome.add({.id = "certificates.expired", .evidence = evidence});
    if (now < leaf.notBefore) outcome.add({.id = "certificates.not_yet_valid", .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe certificates_validity;
const Probe certificates_validity{.id = "certificates.validity",
                                  .phase = Phase::Certificates,
                                  .place = Place::Network,
                                  .needs = {"transport.tls_handshake"},
                                  .run = run};

}    // namespace rdpmend::probes

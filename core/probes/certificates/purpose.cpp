// Needs: TLS.  Finds: a certificate that was not made for servers (extended key usage, RFC 5280 4.2.1.12).
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    auto outcome = Outcome::healthy({{.key = "certificate.extended_key_usage",
                                      .value = !leaf.hasExtendedKeyUsage   ? "none"
                                               : leaf.serverAuthentication ? "server authentication"
                                                                           : "not server authentication"}});
    if (!leaf.serverAuthentication) outcome.add({.id = "certificates.wrong_purpose", .evidence = outcome.facts});
    return outcome;
}

}    // namespace

extern const Probe certificates_purpose;
const Probe certificates_purpose{.id = "certificates.purpose",
                                 .phase = Phase::Certificates,
                                 .place = Place::Network,
                                 .needs = {"transport.tls_handshake"},
                                 .run = run};

}    // namespace rdpmend::probes

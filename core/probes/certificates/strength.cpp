// Needs: TLS.  Finds: a key or a signature too weak for today's clients.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr int smallestRsa = 2048;    // bits

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    const std::vector<Evidence> evidence{
        {.key = "certificate.key", .value = leaf.keyAlgorithm + ' ' + std::to_string(leaf.keyBits)},
        {.key = "certificate.signature", .value = leaf.signatureAlgorithm}};
    Outcome outcome{.verdict = Verdict::Healthy, .facts = evidence};
    if (leaf.keyAlgorithm == "RSA" && leaf.keyBits < smallestRsa)
        outcome.add({.id = "certificates.weak_key", .weight = Weight::Degrades, .evidence = evidence});
    if (leaf.signedWithMd5OrSha1)
        outcome.add({.id = "certificates.weak_signature", .weight = Weight::Degrades, .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe certificates_strength;
const Probe certificates_strength{.id = "certificates.strength",
                                  .phase = Phase::Certificates,
                                  .place = Place::Network,
                                  .needs = {"transport.tls_handshake"},
                                  .run = run};

}    // namespace rdpmend::probes

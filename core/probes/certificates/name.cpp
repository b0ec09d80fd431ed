// Needs: TLS.  Finds: a certificate for another name than the one that was typed.
#include <algorithm>

#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("certificate.common_name", leaf.commonName, Privacy::Personal);
    constexpr std::size_t shownNames = 10;
    for (std::size_t i = 0; i < std::min(leaf.names.size(), shownNames); ++i)
        outcome.fact("certificate.name", leaf.names[i], Privacy::Personal);
    const auto& typed = c.conversation.endpoint().host;
    if (nameMatches(leaf, typed)) return outcome;
    return outcome.add({.id = "certificates.name_mismatch",
                        .weight = atHost(c, Weight::Degrades),
                        .evidence = {{.key = "certificate.names",
                                      .value = leaf.names.empty() ? leaf.commonName : leaf.names.front(),
                                      .privacy = Privacy::Personal},
                                     {.key = "certificate.typed", .value = typed, .privacy = Privacy::Personal}}});
}

}    // namespace

extern const Probe certificates_name;
const Probe certificates_name{.id = "certificates.name",
                              .phase = Phase::Certificates,
                              .place = Place::Network,
                              .needs = {"transport.tls_handshake"},
                              .run = run};

}    // namespace rdpmend::probes

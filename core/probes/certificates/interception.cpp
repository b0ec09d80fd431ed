// Needs: TLS.  Finds: a certificate made by something that opens TLS on the way, known by its issuer's name.
#include <algorithm>

#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    auto outcome =
        Outcome::healthy({{.key = "certificate.issuer", .value = leaf.issuer, .privacy = Privacy::Personal}});
    if (leaf.selfSigned) return outcome;    // an inspecting device signs with its own authority
    const auto issuer = toLower(leaf.issuerCommonName + ' ' + leaf.issuerOrganisation);
    const auto& words = c.facts.inspectionIssuers();
    const auto known = std::ranges::find_if(
        words, [&issuer](const std::string& word) { return issuer.find(toLower(word)) != std::string::npos; });
    if (known == words.end()) return outcome;
    return outcome.add({.id = "certificates.intercepted",
                        .evidence = {{.key = "certificate.issuer", .value = leaf.issuer, .privacy = Privacy::Personal},
                                     {.key = "issuer.known_as", .value = *known}}});
}

}    // namespace

extern const Probe certificates_interception;
const Probe certificates_interception{.id = "certificates.interception",
                                      .phase = Phase::Certificates,
                                      .place = Place::Network,
                                      .needs = {"transport.tls_handshake"},
                                      .run = run};

}    // namespace rdpmend::probes

// Needs: TLS.  Finds: a chain that does not end at an issuer this PC trusts.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto verdict = verifyChain(shown.chain, c.target.trustAnchors);
    const std::vector<Evidence> evidence{
        {.key = "certificate.issuer", .value = shown.leaf->issuer, .privacy = Privacy::Personal},
        {.key = "chain.root", .value = verdict.root, .privacy = Privacy::Personal},
        {.key = "chain.detail", .value = verdict.detail}};
    Outcome outcome{.verdict = Verdict::Healthy, .facts = evidence};
    outcome.fact("chain.length", std::to_string(shown.chain.size()));
    switch (verdict.trust) {
    case Trust::Trusted: break;
    case Trust::SelfSigned:
        // What a Windows host makes by itself: everyday at a host, useless at a gateway.
        outcome.add({.id = c.conversation.isGateway() ? "certificates.untrusted_issuer" : "certificates.self_signed",
                     .weight = atHost(c, Weight::Note),
                     .evidence = evidence});
        break;
    case Trust::UnknownIssuer:
    case Trust::BrokenChain:
        outcome.add({.id = "certificates.untrusted_issuer", .weight = atHost(c, Weight::Note), .evidence = evidence});
        break;
    }
    return outcome;
}

}    // namespace

extern const Probe certificates_chain;
const Probe certificates_chain{.id = "certificates.chain",
                               .phase = Phase::Certificates,
                               .place = Place::Network,
                               .needs = {"transport.tls_handshake"},
                               .run = run};

}    // namespace rdpmend::probes

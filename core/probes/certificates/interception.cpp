// Needs: TLS.  Finds: a certificate made by something that opens TLS on the way, known by its issuer's name. Notes an
// issuer that was added to this PC: companies do that for their own computers, and inspecting products for themselves.
#include <algorithm>

#include "core/base/text.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

// Windows keeps the roots of Microsoft's list in a store of their own, by thumbprint.
Result<bool> onMicrosoftsList(const ProbeContext& c, const Certificate& root)
{
    if (root.subject.find("O=Microsoft Corporation") != std::string::npos) return true;
    return c.machine.hasRegistryKey(places::listedRoot(root.sha1));
}

// The root that vouches for the chain, when somebody added it to this PC.
Result<std::optional<Certificate>> addedRoot(const ProbeContext& c, const std::vector<Bytes>& chain)
{
    const auto last = readCertificate(chain.back());
    if (!last) return last.error();
    const auto& wanted = last->selfSigned ? last->subject : last->issuer;
    for (const auto owner : {StoreOwner::LocalMachine, StoreOwner::CurrentUser}) {
        const auto stored = c.machine.certificates(owner, StoreName::Root);
        if (!stored) return stored.error();
        for (const auto& one : *stored) {
            auto root = readCertificate(one.der);
            if (!root || root->subject != wanted) continue;
            if (verifyChain(chain, std::span(&one.der, 1)).trust != Trust::Trusted) continue;
            const auto listed = onMicrosoftsList(c, *root);
            if (!listed) return listed.error();
            if (!*listed) return std::optional(std::move(*root));
        }
    }
    return std::optional<Certificate>{};
}

Outcome run(ProbeContext& c)
{
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    const auto& leaf = *shown.leaf;
    auto outcome =
        Outcome::healthy({{.key = "certificate.issuer", .value = leaf.issuer, .privacy = Privacy::Personal}});
    if (leaf.selfSigned) return outcome;    // an inspecting device signs with its own authority
    if (c.machine.present()) {
        const auto root = addedRoot(c, shown.chain);
        if (!root)
            outcome.fact("issuer.added_here", "could not be told: " + describe(root.error()));
        else if (*root)
            outcome.add(
                {.id = "certificates.issuer_added_here",
                 .weight = Weight::Note,
                 .evidence = {{.key = "issuer.root", .value = (*root)->subject, .privacy = Privacy::Personal}}});
    }
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

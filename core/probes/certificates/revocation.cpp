// Needs: TLS, and the person's consent.  Finds: a certificate that its issuer took back; a list that cannot be had.
//
// The list is fetched by http from the address that the certificate names: its issuer, and whoever made the
// certificate, then sees that somebody looks at it. That is why nothing is fetched unless the person says so.
#include "core/x509/revocation.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/probes/common.h"
#include "core/probes/fetch.h"

namespace rdpmend::probes {
namespace {

// The list is signed by the leaf's issuer. Who sends no chain leaves it to this PC to know that one.
std::vector<Bytes> possibleIssuers(const ProbeContext& c, const std::vector<Bytes>& chain)
{
    std::vector<Bytes> out(chain.begin() + 1, chain.end());
    out.insert(out.end(), c.target.trustAnchors.begin(), c.target.trustAnchors.end());
    if (!c.machine.present()) return out;
    for (const auto store : {StoreName::Intermediate, StoreName::Root}) {
        const auto stored = c.machine.certificates(StoreOwner::LocalMachine, store);
        if (!stored) continue;    // then the chain has to do
        for (const auto& one : *stored) out.push_back(one.der);
    }
    return out;
}

Outcome run(ProbeContext& c)
{
    if (!c.target.onlineRevocation) return Outcome::notApplicable("not_applicable.revocation_not_allowed");
    const auto shown = shownCertificate(c);
    if (!shown.leaf) return shown.instead;
    if (shown.leaf->selfSigned) return Outcome::notApplicable("not_applicable.self_signed");
    const auto addresses = revocationAddresses(shown.chain.front());
    if (!addresses) return Outcome::couldNotLook(addresses.error());
    if (addresses->http.empty())
        return Outcome::notApplicable(addresses->others ? "not_applicable.revocation_elsewhere"
                                                        : "not_applicable.no_revocation_list");

    const auto issuers = possibleIssuers(c, shown.chain);
    Outcome outcome{.verdict = Verdict::Healthy};
    std::vector<Evidence> failures;
    for (const auto& url : addresses->http) {
        const Evidence address{.key = "revocation.address", .value = sanitise(url), .privacy = Privacy::Personal};
        const auto list = fetch(c.net, c.machine, url, revocationListLimit, c.deadline);
        if (!list) {
            failures = {address, {.key = "revocation.failure", .value = describe(list.error())}};
            continue;
        }
        if (!*list)
            return Outcome::couldNotLook(refusal("The revocation list is larger than rdpmend reads."), {address});
        const auto verdict = checkRevocation(shown.chain.front(), **list, issuers, c.machine.now());
        if (!verdict) {
            failures = {address, {.key = "revocation.failure", .value = verdict.error().doing}};
            continue;
        }
        switch (verdict->revocation) {
        case Revocation::Revoked:
            return outcome.add({.id = "certificates.revoked",
                                .evidence = {address,
                                             {.key = "revocation.date", .value = plainDate(verdict->revokedAt)},
                                             {.key = "revocation.reason", .value = verdict->reason}}});
        case Revocation::NotListed:
            outcome.facts = {address, {.key = "revocation.next_update", .value = isoTime(verdict->nextUpdate)}};
            return outcome;
        case Revocation::ListExpired:
            failures = {address, {.key = "revocation.failure", .value = "the list there is out of date"}};
            break;
        case Revocation::NotItsList:
            // Nobody whom we know signed it: that may be ours not to know, so it says nothing of the certificate.
            return Outcome::couldNotLook(refusal("The revocation list is not signed by an issuer that is known here."),
                                         {address});
        }
    }
    if (addresses->ocsp)    // Windows asks there first, so the list may not be needed at all
        return Outcome::couldNotLook(refusal("The revocation list could not be had, and OCSP is not asked."), failures);
    if (c.deadline.cancelled()) return Outcome::couldNotLook(refusal("Stopped before the revocation list came."));
    return outcome.add(
        {.id = "certificates.revocation_unreachable", .weight = atHost(c, Weight::Note), .evidence = failures});
}

}    // namespace

extern const Probe certificates_revocation;
const Probe certificates_revocation{.id = "certificates.revocation",
                                    .phase = Phase::Certificates,
                                    .place = Place::Network,
                                    .needs = {"transport.tls_handshake"},
                                    .after = {"transport.session_start", "transport.gateway"},
                                    .budget = std::chrono::seconds(15),
                                    .run = run};

}    // namespace rdpmend::probes

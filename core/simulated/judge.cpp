// What the chain engine of a simulated PC thinks: by its own Root stores, the clock and the name. No signature is
// checked, and nothing is fetched.
#include <algorithm>

#include "core/simulated/system.h"
#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

constexpr std::uint32_t notTimeValid = 0x1, untrustedRoot = 0x20;                                // CERT_TRUST_*
constexpr std::uint32_t expired = 0x800B0101, untrusted = 0x800B0109, wrongName = 0x800B010F;    // CERT_E_*

bool endsInRoot(const SimulatedSystem& system, const std::vector<Bytes>& chain)
{
    return std::ranges::any_of(system.certificates, [&chain](const auto& store) {
        const auto isRoot = toLower(store.first).ends_with("\\root");
        return isRoot && std::ranges::any_of(store.second, [&chain](const StoredCertificate& root) {
                   return std::ranges::find(chain, root.der) != chain.end();
               });
    });
}

}    // namespace

ChainJudgement judge(const SimulatedSystem& system, const std::vector<Bytes>& chain, std::string_view name,
                     std::chrono::system_clock::time_point now)
{
    ChainJudgement out{.chain = chain};
    if (system.judgement) {
        out.trust = system.judgement->trust;
        out.policy = system.judgement->policy;
        return out;
    }
    const auto leaf = readCertificate(chain.front());
    if (!leaf || !nameMatches(*leaf, name)) out.policy = wrongName;
    if (leaf && (now < leaf->notBefore || now > leaf->notAfter)) {
        out.trust |= notTimeValid;
        out.policy = expired;
    }
    if (!endsInRoot(system, chain)) {
        out.trust |= untrustedRoot;
        out.policy = untrusted;
    }
    return out;
}

}    // namespace rdpmend

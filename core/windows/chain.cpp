#include "core/windows/chain.h"

#include <array>
#include <cstddef>

#include "core/base/text.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t longestChain = 32;
constexpr DWORD encoding = X509_ASN_ENCODING | PKCS_7_ASN_ENCODING;
constexpr DWORD fetchNothing = CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | CERT_CHAIN_DISABLE_AIA |
                               CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT | CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY;
// That a revocation is not known is no complaint: it was not asked for.
constexpr DWORD notAsked = CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION;
constexpr DWORD ignoreRevocation = 0x80;    // SECURITY_FLAG_IGNORE_REVOCATION of wininet.h, which is not for here

// What the server sent beside its own certificate.
Result<CertificateStore> intermediates(const std::vector<Bytes>& chain, const std::string& doing)
{
    CertificateStore store(CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, nullptr));
    if (!store) return lastHresultError(doing);
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (!CertAddEncodedCertificateToStore(store.get(), encoding, chain[i].data(),
                                              static_cast<DWORD>(chain[i].size()), CERT_STORE_ADD_ALWAYS, nullptr))
            return lastHresultError(doing);
    return store;
}

// CertGetCertificateChain, for the purpose of a TLS server.
Result<CertificateChain> build(const CERT_CONTEXT& leaf, HCERTSTORE others, const std::string& doing)
{
    // Of its own: one that is kept may not have seen yet what was added to a store, or taken out.
    CERT_CHAIN_ENGINE_CONFIG config{};
    config.cbSize = offsetof(CERT_CHAIN_ENGINE_CONFIG, hExclusiveRoot);    // the part that every Windows knows
    config.dwFlags = CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL;
    HCERTCHAINENGINE engine = nullptr;
    if (!CertCreateCertificateChainEngine(&config, &engine)) return lastHresultError(doing);
    const AtEnd freeEngine([engine] { CertFreeCertificateChainEngine(engine); });

    std::string serverAuthentication = szOID_PKIX_KP_SERVER_AUTH;
    std::array<char*, 1> purposes{serverAuthentication.data()};
    CERT_CHAIN_PARA wish{};
    wish.cbSize = sizeof wish;
    wish.RequestedUsage.dwType = USAGE_MATCH_TYPE_AND;
    wish.RequestedUsage.Usage = {.cUsageIdentifier = purposes.size(), .rgpszUsageIdentifier = purposes.data()};
    const CERT_CHAIN_CONTEXT* built = nullptr;
    if (!CertGetCertificateChain(engine, &leaf, nullptr, others, &wish, fetchNothing, nullptr, &built))
        return lastHresultError(doing);
    return CertificateChain(built);
}

// CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL).
Result<std::uint32_t> policy(const CERT_CHAIN_CONTEXT& chain, std::wstring name, const std::string& doing)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA server{};
    server.cbSize = sizeof server;
    server.dwAuthType = AUTHTYPE_SERVER;
    server.pwszServerName = name.empty() ? nullptr : name.data();
    if ((chain.TrustStatus.dwErrorStatus & CERT_TRUST_IS_REVOKED) == 0) server.fdwChecks = ignoreRevocation;
    CERT_CHAIN_POLICY_PARA wish{};
    wish.cbSize = sizeof wish;
    wish.pvExtraPolicyPara = &server;
    CERT_CHAIN_POLICY_STATUS status{};
    status.cbSize = sizeof status;
    if (!CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, &chain, &wish, &status))
        return lastHresultError(doing);
    return status.dwError;
}

}    // namespace

Result<ChainJudgement> judgeChain(const std::vector<Bytes>& chain, std::string_view name)
{
    const auto doing = "let Windows judge the certificate of " + sanitise(name);
    if (chain.empty() || chain.size() > longestChain) return refusal("Windows judges chains of 1 to 32 certificates.");
    auto wide = toWide(name);
    if (!wide) return wide.error();
    const CertificateContext leaf(
        CertCreateCertificateContext(encoding, chain[0].data(), static_cast<DWORD>(chain[0].size())));
    if (!leaf) return lastHresultError(doing);
    const auto others = intermediates(chain, doing);
    if (!others) return others.error();
    const auto built = build(*leaf, others->get(), doing);
    if (!built) return built.error();
    const auto verdict = policy(**built, std::move(*wide), doing);
    if (!verdict) return verdict.error();

    ChainJudgement judgement{.trust = (*built)->TrustStatus.dwErrorStatus & ~notAsked, .policy = *verdict};
    if ((*built)->cChain == 0) return judgement;
    const CERT_SIMPLE_CHAIN& simple = *(*built)->rgpChain[0];
    for (DWORD i = 0; i < simple.cElement; ++i) {
        const CERT_CONTEXT& link = *simple.rgpElement[i]->pCertContext;
        judgement.chain.emplace_back(link.pbCertEncoded, link.pbCertEncoded + link.cbCertEncoded);
    }
    return judgement;
}

}    // namespace rdpmend::windows

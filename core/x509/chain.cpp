// Does a chain end where this PC trusts?
#include <algorithm>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "core/x509/certificate.h"
#include "core/x509/openssl.h"

namespace rdpmend {
namespace {

constexpr std::size_t chainLimit = 32;
constexpr std::size_t anchorFileLimit = 1024 * 1024;
constexpr std::size_t anchorLimit = 1000;

void freeStack(STACK_OF(X509) * stack)
{
    sk_X509_pop_free(stack, X509_free);
}

using BioPtr = x509::Owned<BIO, BIO_free_all>;
using StackPtr = x509::Owned<STACK_OF(X509), freeStack>;
using StorePtr = x509::Owned<X509_STORE, X509_STORE_free>;
using ContextPtr = x509::Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

// What went wrong on the way up. OpenSSL is told to go on after each complaint: with an unknown root it would stop
// before it looks at any signature.
struct Complaints {
    int noRoot = X509_V_OK;
    int broken = X509_V_OK;
};

int noteComplaint(int good, X509_STORE_CTX* context)
{
    if (good == 1) return 1;
    auto& complaints = *static_cast<Complaints*>(X509_STORE_CTX_get_app_data(context));
    const int error = X509_STORE_CTX_get_error(context);
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        if (complaints.noRoot == X509_V_OK) complaints.noRoot = error;
        break;
    default:
        if (complaints.broken == X509_V_OK) complaints.broken = error;
        break;
    }
    return 1;
}

// An issuer of the right name came with the chain, and OpenSSL passed it over: says why. X509_V_OK: none came.
int whyPassedOver(X509* child, STACK_OF(X509) * offered)
{
    for (int i = 0; i < sk_X509_num(offered); ++i) {
        X509* issuer = sk_X509_value(offered, i);
        if (X509_cmp(issuer, child) == 0 ||
            X509_NAME_cmp(X509_get_subject_name(issuer), X509_get_issuer_name(child)) != 0)
            continue;
        if (const int why = X509_check_issued(issuer, child); why != X509_V_OK) return why;
    }
    return X509_V_OK;
}

ChainVerdict brokenChain(int error, std::string root)
{
    return {.trust = Trust::BrokenChain, .detail = X509_verify_cert_error_string(error), .root = std::move(root)};
}

}    // namespace

ChainVerdict verifyChain(std::span<const Bytes> chain, std::span<const Bytes> extraAnchors)
{
    const x509::ErrorScope scope;
    if (chain.empty()) return {.trust = Trust::UnknownIssuer, .detail = "the far end sent no certificate"};
    const auto leaf = x509::parse(chain[0]);
    if (!leaf) return {.trust = Trust::BrokenChain, .detail = "the certificate cannot be read"};

    const StorePtr store(X509_STORE_new());
    const StackPtr offered(sk_X509_new_null());
    const ContextPtr context(X509_STORE_CTX_new());
    if (!store || !offered || !context || !x509::addSystemRoots(store.get()))
        return {.trust = Trust::UnknownIssuer, .detail = "OpenSSL could not begin"};
    for (const auto& der : extraAnchors) {
        if (const auto anchor = x509::parse(der)) X509_STORE_add_cert(store.get(), anchor.get());
    }
    for (const auto& der : chain.subspan(1, std::min(chain.size(), chainLimit) - 1)) {
        auto certificate = x509::parse(der);
        if (certificate && sk_X509_push(offered.get(), certificate.get()) > 0) (void)certificate.release();
    }
    if (X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), offered.get()) != 1)
        return {.trust = Trust::UnknownIssuer, .detail = "OpenSSL could not begin"};
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
    X509_VERIFY_PARAM_set_auth_level(parameters, 0);

    Complaints complaints;
    X509_STORE_CTX_set_app_data(context.get(), &complaints);
    X509_STORE_CTX_set_verify_cb(context.get(), noteComplaint);
    if (X509_verify_cert(context.get()) != 1 && complaints.broken == X509_V_OK) {
        const int error = X509_STORE_CTX_get_error(context.get());
        complaints.broken = error != X509_V_OK ? error : X509_V_ERR_UNSPECIFIED;
    }

    const auto* built = X509_STORE_CTX_get0_chain(context.get());
    X509* last = sk_X509_num(built) > 0 ? sk_X509_value(built, sk_X509_num(built) - 1) : leaf.get();
    auto root = x509::nameText(X509_get_subject_name(last));
    if (complaints.broken != X509_V_OK) return brokenChain(complaints.broken, std::move(root));
    if (complaints.noRoot == X509_V_OK) return {.trust = Trust::Trusted, .detail = "ok", .root = std::move(root)};
    if (const int why = whyPassedOver(last, offered.get()); why != X509_V_OK) return brokenChain(why, std::move(root));

    const bool alone = last == leaf.get() || X509_cmp(last, leaf.get()) == 0;
    const bool selfSigned = alone && X509_self_signed(leaf.get(), /*verify_signature=*/1) == 1;
    return {.trust = selfSigned ? Trust::SelfSigned : Trust::UnknownIssuer,
            .detail = X509_verify_cert_error_string(complaints.noRoot),
            .root = std::move(root)};
}

Result<std::vector<Bytes>> readAnchors(ByteView fileContent)
{
    const x509::ErrorScope scope;
    if (fileContent.size() > anchorFileLimit)
        return refusal("The file is larger than 1 MiB, so it holds no certificates.");
    std::vector<Bytes> anchors;
    const bool pem = toText(fileContent).find("-----BEGIN ") != std::string::npos;
    if (!pem) {
        if (!x509::parse(fileContent))
            return refusal("The file holds no certificate: export it as DER or Base-64 (.cer, .crt, .pem).");
        anchors.emplace_back(fileContent.begin(), fileContent.end());
        return anchors;
    }

    const BioPtr in(BIO_new_mem_buf(fileContent.data(), static_cast<int>(fileContent.size())));
    const auto noPassword = [](char*, int, int, void*) { return -1; };    // OpenSSL would ask on the terminal
    while (const x509::CertificatePtr certificate{PEM_read_bio_X509(in.get(), nullptr, noPassword, nullptr)}) {
        unsigned char* der = nullptr;
        const int size = i2d_X509(certificate.get(), &der);
        if (size <= 0) return refusal("A certificate in the file cannot be read.");
        anchors.emplace_back(der, der + size);
        OPENSSL_free(der);
        if (anchors.size() > anchorLimit) return refusal("The file holds more than 1000 certificates.");
    }
    const auto error = ERR_peek_last_error();
    const bool atEnd = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
    if (!atEnd) return refusal("A certificate in the file cannot be read: export it again as Base-64.");
    if (anchors.empty())
        return refusal("The file holds no certificate: export it as DER or Base-64 (.cer, .crt, .pem).");
    return anchors;
}

}    // namespace rdpmend

#include "core/practice/identity.h"

#include <algorithm>
#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace rdpmend {
namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const
    {
        release(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;

constexpr long day = 24L * 60 * 60;

struct Recipe {
    std::string commonName{};
    std::string alternativeName{};    // OpenSSL's notation: "DNS:pc-17"
    std::string keyUsage{};
    std::string extendedKeyUsage{};
    std::string basicConstraints = "CA:FALSE";
    long validFrom = -30 * day;    // seconds from now
    long validTo = 150 * day;
    bool weak = false;
};

Error failed(std::string doing)
{
    return {.domain = Domain::Tls, .code = static_cast<std::int64_t>(ERR_get_error()), .doing = std::move(doing)};
}

template <class T>
Bytes der(T* object, int (*encode)(const T*, unsigned char**))
{
    unsigned char* raw = nullptr;
    const int length = encode(object, &raw);
    Bytes out(raw, raw + std::max(length, 0));
    OPENSSL_free(raw);
    return out;
}

bool add(X509* certificate, X509V3_CTX* context, int kind, const std::string& value)
{
    if (value.empty()) return true;
    const Extension extension(X509V3_EXT_conf_nid(nullptr, context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// `authority` null: signed with its own key.
Result<Identity> make(const Recipe& recipe, const Identity* authority)
{
    const Key key(recipe.weak ? EVP_RSA_gen(1024) : EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate) return failed("make a key for the practice case");

    Key issuerKey;
    Certificate issuer;
    if (authority) {
        const unsigned char* at = authority->certificate.data();
        issuer.reset(d2i_X509(nullptr, &at, static_cast<long>(authority->certificate.size())));
        at = authority->privateKey.data();
        issuerKey.reset(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(authority->privateKey.size())));
        if (!issuer || !issuerKey) return failed("read the practice authority");
    }
    X509* const by = issuer ? issuer.get() : certificate.get();

    X509* const x = certificate.get();
    X509_NAME* const subject = X509_get_subject_name(x);
    std::uint64_t serial = 0;
    bool good = RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1;
    good = good && X509_set_version(x, X509_VERSION_3) == 1;
    good = good && ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1U) == 1;
    good = good && X509_gmtime_adj(X509_getm_notBefore(x), recipe.validFrom) != nullptr;
    good = good && X509_gmtime_adj(X509_getm_notAfter(x), recipe.validTo) != nullptr;
    good = good && X509_set_pubkey(x, key.get()) == 1;
    good = good && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                              reinterpret_cast<const unsigned char*>(recipe.commonName.c_str()), -1, -1,
                                              0) == 1;
    good = good && X509_set_issuer_name(x, X509_get_subject_name(by)) == 1;

    X509V3_CTX context;
    X509V3_set_ctx(&context, by, x, nullptr, nullptr, 0);
    good = good && add(x, &context, NID_subject_key_identifier, "hash");
    if (issuer) good = good && add(x, &context, NID_authority_key_identifier, "keyid");
    good = good && add(x, &context, NID_basic_constraints, recipe.basicConstraints);
    good = good && add(x, &context, NID_key_usage, recipe.keyUsage);
    good = good && add(x, &context, NID_ext_key_usage, recipe.extendedKeyUsage);
    good = good && add(x, &context, NID_subject_alt_name, recipe.alternativeName);
    good = good && X509_sign(x, issuer ? issuerKey.get() : key.get(), recipe.weak ? EVP_sha1() : EVP_sha256()) > 0;
    if (!good) return failed("make a certificate for the practice case");
    return Identity{.certificate = der<X509>(x, i2d_X509),
                    .privateKey = der<EVP_PKEY>(key.get(), i2d_PrivateKey),
                    .issuer = authority ? authority->certificate : Bytes{}};
}

}    // namespace

Result<Identity> makeAuthority()
{
    return make({.commonName = "rdpmend practice authority",
                 .keyUsage = "critical,keyCertSign,cRLSign",
                 .basicConstraints = "critical,CA:TRUE",
                 .validFrom = -5 * 365 * day,
                 .validTo = 5 * 365 * day},
                nullptr);
}

Result<Identity> makeIdentity(const Identity& authority, CertificateKind kind, const std::string& dnsName)
{
    Recipe recipe{.commonName = dnsName,
                  .alternativeName = "DNS:" + dnsName,
                  .keyUsage = "digitalSignature,keyEncipherment",
                  .extendedKeyUsage = "serverAuth"};
    switch (kind) {
    case CertificateKind::Valid:
    case CertificateKind::SelfSigned: break;
    case CertificateKind::Expired:
        recipe.validFrom = -200 * day;
        recipe.validTo = -14 * day;
        break;
    case CertificateKind::NotYetValid: recipe.validFrom = 14 * day; break;
    case CertificateKind::WrongName:
        recipe.commonName = "old-name.example.com";
        recipe.alternativeName = "DNS:old-name.example.com";
        break;
    case CertificateKind::Weak: recipe.weak = true; break;
    case CertificateKind::WrongPurpose: recipe.extendedKeyUsage = "clientAuth"; break;
    }
    return make(recipe, kind == CertificateKind::SelfSigned ? nullptr : &authority);
}

}    // namespace rdpmend

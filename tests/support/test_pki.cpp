#include "tests/support/test_pki.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace rdpmend::test {
namespace {

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const
    {
        release(object);
    }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Releaser<release>>;

using BioPtr = Owned<BIO, BIO_free_all>;
using CertificatePtr = Owned<X509, X509_free>;
using KeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;
using ListPtr = Owned<X509_CRL, X509_CRL_free>;
using RevokedPtr = Owned<X509_REVOKED, X509_REVOKED_free>;
using ReasonPtr = Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using TimePtr = Owned<ASN1_TIME, ASN1_TIME_free>;
using ExtensionPtr = Owned<X509_EXTENSION, X509_EXTENSION_free>;

void require(bool good, const char* what)
{
    if (!good) throw std::runtime_error(std::string("TestPki: OpenSSL refused to ") + what);
}

KeyPtr makeKey(const IssueOptions& options)
{
    KeyPtr key;
    if (options.keyBits != 0) {
        key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(options.keyBits)));
    } else if (options.keyAlgorithm == "EC") {
        key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    } else {
        key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, options.keyAlgorithm.c_str()));
    }
    require(key != nullptr, "make a key");
    return key;
}

BioPtr reader(const std::string& pem)
{
    return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::string contentOf(BIO* bio)
{
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

void addName(X509_NAME* name, const char* field, const std::string& value)
{
    if (value.empty()) return;
    const auto* text = reinterpret_cast<const unsigned char*>(value.data());
    const int size = static_cast<int>(value.size());
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, text, size, -1, 0) == 1, "name the subject");
}

void addExtension(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    if (value.empty()) return;
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "add an extension");
}

std::string alternativeNames(const IssueOptions& options)
{
    std::string out;
    const auto add = [&out](const char* kind, const std::string& name) {
        if (!out.empty()) out += ',';
        out += kind + name;
    };
    for (const auto& name : options.dnsNames) add("DNS:", name);
    for (const auto& address : options.addresses) add("IP:", address);
    return out;
}

std::string addresses(const IssueOptions& options)
{
    std::string out;
    for (const auto& address : options.listAddresses) out += (out.empty() ? "URI:" : ",URI:") + address;
    return out;
}

CertificatePtr certificateOf(const Issued& issued)
{
    return CertificatePtr(PEM_read_bio_X509(reader(issued.certificatePem).get(), nullptr, nullptr, nullptr));
}

KeyPtr keyOf(const Issued& issued)
{
    return KeyPtr(PEM_read_bio_PrivateKey(reader(issued.keyPem).get(), nullptr, nullptr, nullptr));
}

void setTime(ASN1_TIME* field, std::chrono::system_clock::time_point time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    require(ASN1_TIME_adj(field, static_cast<std::time_t>(seconds), 0, 0) != nullptr, "set a date");
}

void setSerial(X509* certificate)
{
    std::array<unsigned char, 8> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "make a serial number");
    std::uint64_t number = 0;
    for (const auto byte : bytes) number = number << 8U | byte;
    require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number) == 1, "set a serial number");
}

}    // namespace

Issued TestPki::issue(const IssueOptions& options) const
{
    const auto key = makeKey(options);
    CertificatePtr issuerCertificate;
    KeyPtr issuerKey;
    if (options.issuer != nullptr) {
        issuerCertificate = certificateOf(*options.issuer);
        issuerKey = keyOf(*options.issuer);
        require(issuerCertificate && issuerKey, "read the issuer");
    }

    const CertificatePtr certificate(X509_new());
    X509* issuer = issuerCertificate ? issuerCertificate.get() : certificate.get();
    require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "begin");
    setSerial(certificate.get());
    setTime(X509_getm_notBefore(certificate.get()), options.notBefore);
    setTime(X509_getm_notAfter(certificate.get()), options.notAfter);
    addName(X509_get_subject_name(certificate.get()), "O", options.organisation);
    addName(X509_get_subject_name(certificate.get()), "CN", options.commonName);
    require(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1, "name the issuer");
    require(X509_set_pubkey(certificate.get(), key.get()) == 1, "set the key");

    if (options.authority) addExtension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(certificate.get(), issuer, NID_key_usage, options.keyUsage);
    addExtension(certificate.get(), issuer, NID_ext_key_usage, options.extendedKeyUsage);
    addExtension(certificate.get(), issuer, NID_subject_key_identifier, "hash");
    if (issuerCertificate) addExtension(certificate.get(), issuer, NID_authority_key_identifier, "keyid");
    addExtension(certificate.get(), issuer, NID_subject_alt_name, alternativeNames(options));
    addExtension(certificate.get(), issuer, NID_crl_distribution_points, addresses(options));
    if (!options.ocspAddress.empty())
        addExtension(certificate.get(), issuer, NID_info_access, "OCSP;URI:" + options.ocspAddress);

    EVP_PKEY* signer = issuerKey ? issuerKey.get() : key.get();
    const bool signsWithoutDigest = EVP_PKEY_is_a(signer, "ED25519") == 1;
    const EVP_MD* digest = signsWithoutDigest ? nullptr : EVP_get_digestbyname(options.digest.c_str());
    require(X509_sign(certificate.get(), signer, digest) > 0, "sign");

    Issued out;
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate.get(), &der);
    require(size > 0, "write DER");
    out.der.assign(der, der + size);
    OPENSSL_free(der);
    const BioPtr certificatePem(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(certificatePem.get(), certificate.get()) == 1, "write the certificate");
    out.certificatePem = contentOf(certificatePem.get());
    const BioPtr keyPem(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PKCS8PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "write the key");
    out.keyPem = contentOf(keyPem.get());
    return out;
}

Bytes TestPki::revocationList(const Issued& issuer, const std::vector<Issued>& revoked,
                              std::chrono::system_clock::time_point nextUpdate) const
{
    const auto issuerCertificate = certificateOf(issuer);
    const auto key = keyOf(issuer);
    const ListPtr list(X509_CRL_new());
    require(issuerCertificate && key && list, "begin a revocation list");
    const TimePtr time(ASN1_TIME_new());
    setTime(time.get(), nextUpdate - std::chrono::hours(48));
    require(X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1 &&
                X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuerCertificate.get())) == 1 &&
                X509_CRL_set1_lastUpdate(list.get(), time.get()) == 1,
            "name a revocation list");
    for (const auto& one : revoked) {
        RevokedPtr entry(X509_REVOKED_new());
        const auto certificate = certificateOf(one);
        const ReasonPtr reason(ASN1_ENUMERATED_new());
        require(entry && certificate && ASN1_ENUMERATED_set(reason.get(), CRL_REASON_KEY_COMPROMISE) == 1 &&
                    X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(certificate.get())) == 1 &&
                    X509_REVOKED_set_revocationDate(entry.get(), time.get()) == 1 &&
                    X509_REVOKED_add1_ext_i2d(entry.get(), NID_crl_reason, reason.get(), 0, 0) == 1 &&
                    X509_CRL_add0_revoked(list.get(), entry.release()) == 1,
                "revoke a certificate");
    }
    setTime(time.get(), nextUpdate);
    require(
        X509_CRL_set1_nextUpdate(list.get(), time.get()) == 1 && X509_CRL_sort(list.get()) == 1 &&
            X509_CRL_sign(list.get(), key.get(), EVP_PKEY_is_a(key.get(), "ED25519") == 1 ? nullptr : EVP_sha256()) > 0,
        "sign a revocation list");
    unsigned char* der = nullptr;
    const int size = i2d_X509_CRL(list.get(), &der);
    require(size > 0, "write a revocation list");
    Bytes out(der, der + size);
    OPENSSL_free(der);
    return out;
}

const Issued& TestPki::root()
{
    if (!m_root)
        m_root = issue({.commonName = "Test Root",
                        .organisation = "rdpmend tests",
                        .keyUsage = "critical,keyCertSign,cRLSign",
                        .extendedKeyUsage = "",
                        .authority = true});
    return *m_root;
}

}    // namespace rdpmend::test

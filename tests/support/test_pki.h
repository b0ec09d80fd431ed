// Certificates for tests, made when they are needed: nothing in the repository expires.
//
//     TestPki pki;
//     const auto leaf = pki.issue({.commonName = "pc-17", .dnsNames = {"pc-17.example.com"}, .issuer = &pki.root()});
//     const auto alone = pki.issue({.commonName = "pc-17"});    // signed by itself, as Windows makes them
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend::test {

struct Issued {
    Bytes der{};
    std::string certificatePem{};
    std::string keyPem{};    // PKCS #8, not encrypted
};

struct IssueOptions {
    std::string commonName{};
    std::string organisation{};
    std::vector<std::string> dnsNames{}, addresses{};    // subject alternative names
    std::chrono::system_clock::time_point notBefore = std::chrono::system_clock::now() - std::chrono::hours(24);
    std::chrono::system_clock::time_point notAfter = std::chrono::system_clock::now() + std::chrono::hours(24 * 90);
    int keyBits = 0;                    // of an RSA key; 0: a key of `keyAlgorithm`, which is made much faster
    std::string keyAlgorithm = "EC";    // "EC" (P-256) or "ED25519"
    std::string digest = "SHA256";      // "SHA1", "MD5", ...; not used with ED25519
    std::string keyUsage{};             // as in openssl.cnf: "keyCertSign,cRLSign"; empty: no extension
    std::string extendedKeyUsage = "serverAuth";    // the same; names or dotted numbers
    std::vector<std::string> listAddresses{};       // of revocation lists: "http://...", "file://..."
    std::string ocspAddress{};                      // where the issuer answers by OCSP
    bool authority = false;                         // may sign other certificates
    const Issued* issuer = nullptr;                 // nullptr: signs itself; only read during the call
};

class TestPki {
public:
    // Throws std::runtime_error when OpenSSL refuses: then the test itself is wrong.
    Issued issue(const IssueOptions& options) const;
    // A revocation list of `issuer`, DER.
    Bytes revocationList(const Issued& issuer, const std::vector<Issued>& revoked,
                         std::chrono::system_clock::time_point nextUpdate = std::chrono::system_clock::now() +
                                                                            std::chrono::hours(24)) const;
    // A certificate authority of its own, made at the first call. Not for several threads at once.
    const Issued& root();

private:
    std::optional<Issued> m_root;
};

}    // namespace rdpmend::test

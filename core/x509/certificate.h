// What a certificate says, and whether a chain ends where this PC trusts: RFC 5280, RFC 6125. OpenSSL reads the DER;
// nothing here opens a connection or follows a URL in a certificate.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend {

struct Certificate {
    std::string subject{}, issuer{};    // "CN=..., O=..."; sanitised
    std::string commonName{};
    std::string issuerCommonName{}, issuerOrganisation{};
    std::vector<std::string> names{};    // SAN DNS names and addresses as text; at most 100
    std::chrono::system_clock::time_point notBefore{}, notAfter{};
    std::string keyAlgorithm{};    // "RSA", "EC", "ED25519"
    int keyBits = 0;
    std::string signatureAlgorithm{};    // "sha256WithRSAEncryption"
    bool signedWithMd5OrSha1 = false;
    bool selfSigned = false;    // issuer = subject and its own key verifies the signature
    bool hasExtendedKeyUsage = false;
    // EKU absent, or anyExtendedKeyUsage, serverAuth or Microsoft's Remote Desktop Authentication
    // (1.3.6.1.4.1.311.54.1.2) present
    bool serverAuthentication = true;
    std::string sha1{}, sha256{};    // of the DER, lower-case hex

    bool operator==(const Certificate&) const = default;
};

inline constexpr std::size_t certificateLimit = 64 * 1024;

// Refuses more than certificateLimit bytes, and bytes behind the certificate. Dates that system_clock cannot hold
// become its first or last moment.
Result<Certificate> readCertificate(ByteView der);

// By SAN (DNS with left-most wildcard, address), by CN when there is no SAN of that kind. The name as it was typed.
bool nameMatches(const Certificate& certificate, std::string_view typed);

enum class Trust : std::uint8_t {
    Trusted,
    SelfSigned,       // the leaf signed itself and is not an anchor
    UnknownIssuer,    // the chain ends in an issuer this PC does not have
    BrokenChain,      // a signature in it does not verify, or an issuer may not sign
};
struct ChainVerdict {
    Trust trust = Trust::UnknownIssuer;
    std::string detail{};    // OpenSSL's words
    std::string root{};      // subject of the last certificate of the chain that was built
};
// Time, name and purpose are not judged here; see the probes. System roots are looked up one by one, not all loaded.
ChainVerdict verifyChain(std::span<const Bytes> chain, std::span<const Bytes> extraAnchors);

// PEM (one or more) or DER file content to DER. Refuses with a sentence.
Result<std::vector<Bytes>> readAnchors(ByteView fileContent);

}    // namespace rdpmend

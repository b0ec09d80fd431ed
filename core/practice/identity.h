// Certificates for the practice host and gateway, made when they start: nothing secret lies in the repository, and
// "expired two weeks ago" is true on every day.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend {

// All DER. A self-signed identity has no issuer.
struct Identity {
    Bytes certificate{};
    Bytes privateKey{};
    Bytes issuer{};
};

enum class CertificateKind : std::uint8_t {
    Valid,           // ECDSA P-256, issued by the authority, for the name
    Expired,         // two weeks ago
    NotYetValid,     // for another two weeks
    WrongName,       // "old-name.example.com"
    Weak,            // RSA 1024 and SHA-1
    WrongPurpose,    // extended key usage: client authentication only
    SelfSigned,
};

// A root of its own, to be given to the target as its trust anchor.
Result<Identity> makeAuthority();
Result<Identity> makeIdentity(const Identity& authority, CertificateKind kind, const std::string& dnsName);

}    // namespace rdpmend

// Whether an issuer has taken a certificate back: certificate revocation lists (RFC 5280 5). Nothing here opens a
// connection; who fetches a list asks the person first.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend {

// Where the certificate says that its list is.
struct ListAddresses {
    std::vector<std::string> http{};    // "http://..." alone, as the certificate has them; at most 4
    bool others = false;                // ldap, file, UNC, https: never followed
    bool ocsp = false;                  // the issuer can be asked by OCSP as well, which Windows does first
};
Result<ListAddresses> revocationAddresses(ByteView certificate);

enum class Revocation : std::uint8_t {
    NotListed,
    Revoked,
    ListExpired,    // its next update is over; what it says of the certificate is not asked
    NotItsList,     // signed by none of the issuers, or for other certificates
};
struct RevocationVerdict {
    Revocation revocation = Revocation::NotItsList;
    std::chrono::system_clock::time_point nextUpdate{};    // the epoch: the list does not say
    std::chrono::system_clock::time_point revokedAt{};
    std::string reason{};    // "Key Compromise"; often empty
};
// `list` is DER or PEM, at most revocationListLimit bytes. `issuers`: certificates that may have signed it, DER.
Result<RevocationVerdict> checkRevocation(ByteView certificate, ByteView list, std::span<const Bytes> issuers,
                                          std::chrono::system_clock::time_point now);

inline constexpr std::size_t revocationListLimit = 4 * 1024 * 1024;

}    // namespace rdpmend

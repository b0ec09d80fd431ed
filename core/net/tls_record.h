// What a handshake's own messages say, read from the wire bytes: they still tell the server's choice and show its
// certificates when OpenSSL turns them down. RFC 5246 section 7.4, RFC 8446 section 4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend::tls {

constexpr std::size_t certificateLimit = 30;
constexpr std::size_t certificateSizeLimit = 64 * 1024;    // bytes, each
constexpr std::size_t handshakeLimit = 256 * 1024;         // bytes received until the handshake is over

struct ServerHello {
    std::uint16_t version = 0;    // the one that counts: supported_versions goes before the legacy field
    std::uint16_t suite = 0;

    bool operator==(const ServerHello&) const = default;
};

// Bodies without the four bytes of the handshake header. nullopt: malformed. Of the certificates at most one more than
// the limit is read, so that the caller sees that there are too many.
std::optional<ServerHello> readServerHello(ByteView body);
std::optional<std::vector<Bytes>> readCertificates(ByteView body, bool tls13);

// Whether the first bytes of an answer can be the start of a TLS record. True as long as too few are known.
bool mayBeTls(ByteView start);

std::string versionName(std::uint16_t version);    // "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"; else "0x0305"

}    // namespace rdpmend::tls

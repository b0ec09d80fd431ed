// TPKT, X.224 connection PDUs and RDP negotiation: [MS-RDPBCGR] 2.2.1.1, 2.2.1.2; T.123, X.224 class 0.
// Pure functions over bytes: no I/O, no allocation from wire lengths beyond `tpktLimit`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend::protocol {

inline constexpr std::size_t tpktHeaderSize = 4;
inline constexpr std::size_t tpktLimit = 4096;    // larger answers are not RDP for our purposes

// requestedProtocols / selectedProtocol, [MS-RDPBCGR] 2.2.1.1.1
enum : std::uint32_t {
    protocolRdp = 0x00,    // Standard RDP Security
    protocolSsl = 0x01,
    protocolHybrid = 0x02,    // CredSSP (NLA)
    protocolRdstls = 0x04,
    protocolHybridEx = 0x08,
    protocolRdsaad = 0x10,
};
std::string protocolNames(std::uint32_t protocols);    // "SSL+HYBRID", "RDP"

// RDP_NEG_FAILURE.failureCode, [MS-RDPBCGR] 2.2.1.2.2
enum class NegotiationFailure : std::uint32_t {
    SslRequiredByServer = 1,
    SslNotAllowedByServer = 2,
    SslCertNotOnServer = 3,
    InconsistentFlags = 4,
    HybridRequiredByServer = 5,
    SslWithUserAuthRequiredByServer = 6,
};
std::string_view name(NegotiationFailure failure);    // "SSL_REQUIRED_BY_SERVER"; "" for an unknown code
// What a probe or a recording finds when a host says this: "transport.ssl_required", ...
std::string_view findingFor(std::uint32_t failureCode);

// The whole PDU. `requested` nullopt leaves RDP_NEG_REQ out (a client from before negotiation existed).
// No cookie is sent: servers ignore it, and it would carry the user's name in clear text.
Bytes connectionRequest(std::optional<std::uint32_t> requested);

// Length of the PDU from its first 4 bytes; nullopt: not TPKT (version 3), or longer than tpktLimit or shorter than 7.
std::optional<std::size_t> tpktLength(ByteView header);

struct ConnectionConfirm {
    std::uint16_t sourceReference = 0;    // 0x1234 on Windows
    bool negotiated = false;              // an RDP_NEG_RSP or RDP_NEG_FAILURE was there
    std::uint8_t flags = 0;               // RDP_NEG_RSP.flags
    std::uint32_t selected = protocolRdp;
    std::optional<std::uint32_t> failure{};    // failureCode; see NegotiationFailure

    bool operator==(const ConnectionConfirm&) const = default;
};
// `pdu` is one whole TPKT. nullopt: not a well-formed Connection Confirm.
std::optional<ConnectionConfirm> parseConnectionConfirm(ByteView pdu);

struct ConnectionRequest {
    std::optional<std::uint32_t> requested{};
    std::string cookieOrToken{};    // without CR LF
    bool operator==(const ConnectionRequest&) const = default;
};
// The server's side of it, for captures and the practice host.
std::optional<ConnectionRequest> parseConnectionRequest(ByteView pdu);
Bytes connectionConfirm(const ConnectionConfirm& confirm);

}    // namespace rdpmend::protocol

// As much of T.125 MCS and T.124 GCC as tells the encryption level of a host: [MS-RDPBCGR] 2.2.1.3, 2.2.1.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

// CS_SECURITY / SC_SECURITY encryption methods, [MS-RDPBCGR] 2.2.1.3.3
enum : std::uint32_t {
    encryption40Bit = 0x01,
    encryption128Bit = 0x02,
    encryption56Bit = 0x08,
    encryptionFips = 0x10,
};
// 0 "None", 1 "Low", 2 "Client Compatible", 3 "High", 4 "FIPS"; "" for an unknown level
std::string_view encryptionLevelName(std::uint32_t level);

// Whole PDU (TPKT + X.224 data + Connect-Initial). `selectedProtocol` is what the Connection Confirm selected.
Bytes connectInitial(std::uint32_t selectedProtocol, std::uint32_t encryptionMethods);

struct ConnectResponse {
    std::uint8_t result = 0;                            // 0 rt-successful
    std::uint32_t version = 0;                          // SC_CORE, 0x00080004 ...
    std::optional<std::uint32_t> requestedEcho{};       // SC_CORE.clientRequestedProtocols
    std::optional<std::uint32_t> encryptionMethod{};    // SC_SECURITY
    std::optional<std::uint32_t> encryptionLevel{};
    std::optional<std::uint32_t> multitransport{};    // SC_MULTITRANSPORT.flags

    bool operator==(const ConnectResponse&) const = default;
};
// `pdu` is one whole TPKT. nullopt: not a well-formed Connect-Response.
std::optional<ConnectResponse> parseConnectResponse(ByteView pdu);

// MCS Disconnect Provider Ultimatum (T.125 7): the server itself ends it. The reason, 0..4; nullopt: something else.
std::optional<std::uint8_t> parseDisconnectUltimatum(ByteView pdu);

// The server's side of it, for the practice host.
Bytes connectResponse(const ConnectResponse& response);
Bytes disconnectUltimatum(std::uint8_t reason);

}    // namespace rdpmend::protocol

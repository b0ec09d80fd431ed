// CredSSP's TSRequest, DER: [MS-CSSP] 2.2.1. Records are sent bare inside TLS.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

inline constexpr std::size_t tsRequestLimit = 64 * 1024;

struct TsRequest {
    std::uint32_t version = 0;
    Bytes negoToken{};                           // empty: none
    std::optional<std::uint32_t> errorCode{};    // NTSTATUS

    bool operator==(const TsRequest&) const = default;
};

Bytes tsRequest(std::uint32_t version, ByteView negoToken);

// How many bytes the whole TSRequest has, from its first bytes. 0: need more bytes to tell; nullopt: not a TSRequest,
// or longer than tsRequestLimit.
std::optional<std::size_t> tsRequestLength(ByteView begin);
// Unknown context tags are skipped. nullopt: malformed.
std::optional<TsRequest> parseTsRequest(ByteView der);
// For the practice host: a TSRequest with only an errorCode.
Bytes tsRequestError(std::uint32_t version, std::uint32_t ntStatus);

}    // namespace rdpmend::protocol

// NTLM NEGOTIATE and CHALLENGE messages ([MS-NLMP] 2.2.1.1, 2.2.1.2): what a server tells before any credentials.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

Bytes ntlmNegotiate();    // 40 bytes, no names

struct NtlmChallenge {
    std::uint32_t flags = 0;
    std::string targetName{};    // UTF-8; foreign text
    std::string netbiosComputer{}, netbiosDomain{}, dnsComputer{}, dnsDomain{}, dnsTree{};
    std::optional<std::chrono::system_clock::time_point> timestamp{};    // MsvAvTimestamp: the server's clock
    std::uint8_t major = 0, minor = 0;                                   // VERSION, when flag 0x02000000 is set
    std::uint16_t build = 0;

    bool domainMember() const { return (flags & 0x00010000U) != 0; }
    bool operator==(const NtlmChallenge&) const = default;
};
// `message` begins with "NTLMSSP\0". nullopt: not a well-formed CHALLENGE (offsets outside the message included).
std::optional<NtlmChallenge> parseNtlmChallenge(ByteView message);

// The server's side of it, for the practice host.
Bytes ntlmChallenge(const NtlmChallenge& challenge);

}    // namespace rdpmend::protocol

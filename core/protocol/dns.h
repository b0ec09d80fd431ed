// One DNS question and what a resolver says to it (RFC 1035): only to tell "no such name", "no answer", "refused" and
// "failed" apart where the system's resolver reports them all alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

enum : std::uint16_t { dnsA = 1, dnsAaaa = 28 };

// nullopt: the name has an empty label, a label of more than 63 or more than 253 bytes in all.
std::optional<Bytes> dnsQuery(std::uint16_t id, std::string_view name, std::uint16_t type);

struct DnsReply {
    std::uint16_t id = 0;
    std::uint8_t rcode = 0;    // 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED
    bool truncated = false;
    std::vector<std::string> addresses{};    // A and AAAA of the answer section, at most 64

    bool operator==(const DnsReply&) const = default;
};
std::optional<DnsReply> parseDnsReply(ByteView message);

}    // namespace rdpmend::protocol

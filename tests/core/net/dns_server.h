// Replies of name servers that play a script.
#pragma once

#include <chrono>
#include <thread>

#include "core/protocol/dns.h"
#include "tests/core/net/peer.h"

namespace rdpmend::test {

// The reply to `query` with this code and these raw addresses (4 bytes: A, 16 bytes: AAAA) of the name asked for.
inline Bytes dnsReply(const Bytes& query, std::uint8_t rcode, const std::vector<Bytes>& addresses = {})
{
    const ByteView question = ByteView(query).subspan(12);
    ByteWriter reply;
    reply.bytes(ByteView(query).first(2)).u16be(static_cast<std::uint16_t>(0x8180 | rcode));
    reply.u16be(1).u16be(static_cast<std::uint16_t>(addresses.size())).u16be(0).u16be(0).bytes(question);
    for (const auto& address : addresses) {
        const std::uint16_t type = address.size() == 4 ? protocol::dnsA : protocol::dnsAaaa;
        reply.u16be(0xC00C).u16be(type).u16be(1).u16be(0).u16be(60);
        reply.u16be(static_cast<std::uint16_t>(address.size())).bytes(address);
    }
    return reply.take();
}

// What the query asks for: protocol::dnsA or protocol::dnsAaaa.
inline std::uint16_t typeOf(const Bytes& query)
{
    return ByteReader(ByteView(query).last(4)).u16be();
}

// The first label of the name that the query asks for.
inline std::string labelOf(const Bytes& query)
{
    return toText(ByteView(query).subspan(13, query[12]));
}

// Answers every query with this code, and with the address 192.0.2.17 of the family asked for when the code is 0.
inline UdpPeer::Answer answering(std::uint8_t rcode)
{
    return [rcode](const Bytes& query) -> std::optional<Bytes> {
        const bool v4 = typeOf(query) == protocol::dnsA;
        if (rcode != 0 || !v4) return dnsReply(query, rcode);
        return dnsReply(query, rcode, {{192, 0, 2, 17}});
    };
}

inline std::optional<Bytes> keepSilent(const Bytes&)
{
    return std::nullopt;
}

}    // namespace rdpmend::test

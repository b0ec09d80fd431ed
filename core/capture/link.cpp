// Link layers: Ethernet with VLAN tags and PPPoE, Linux cooked, BSD loopback, bare IP.
#include "core/capture/decode.h"

namespace rdpmend::capture {
namespace {

enum EtherType : std::uint16_t {
    etherIpv4 = 0x0800,
    etherVlan = 0x8100,
    etherIpv6 = 0x86DD,
    etherPppoe = 0x8864,
    etherServiceVlan = 0x88A8,
    etherOldServiceVlan = 0x9100,
};

// Behind an EtherType: tags are passed over.
std::optional<ByteView> behind(std::uint16_t type, ByteReader reader)
{
    constexpr int deepestTag = 4;
    for (int depth = 0;
         depth < deepestTag && (type == etherVlan || type == etherServiceVlan || type == etherOldServiceVlan);
         ++depth) {
        reader.skip(2);
        type = reader.u16be();
    }
    if (type == etherPppoe) {    // RFC 2516: 6 bytes, then PPP's own number for IPv4 or IPv6
        reader.skip(6);
        const auto inside = reader.u16be();
        if (inside == 0x0021) type = etherIpv4;
        if (inside == 0x0057) type = etherIpv6;
    }
    if (!reader.ok() || (type != etherIpv4 && type != etherIpv6)) return std::nullopt;
    return reader.rest();
}

}    // namespace

bool isKnownLink(std::uint32_t link)
{
    switch (link) {
    case linkNull:
    case linkEthernet:
    case linkRawOld:
    case linkRaw:
    case linkLoop:
    case linkCooked:
    case linkRawIpv4:
    case linkRawIpv6:
    case linkCooked2: return true;
    default: return false;
    }
}

std::optional<ByteView> ipOf(const Packet& packet)
{
    ByteReader reader(packet.bytes);
    switch (packet.link) {
    case linkEthernet: {
        reader.skip(12);
        const auto type = reader.u16be();
        return behind(type, reader);
    }
    case linkCooked: {
        reader.skip(14);
        const auto type = reader.u16be();
        return behind(type, reader);
    }
    case linkCooked2: {
        const auto type = reader.u16be();
        reader.skip(18);
        return behind(type, reader);
    }
    case linkNull:
    case linkLoop:
        reader.skip(4);
        return reader.ok() ? std::optional(reader.rest()) : std::nullopt;    // IP tells its family
    case linkRawOld:
    case linkRaw:
    case linkRawIpv4:
    case linkRawIpv6: return packet.bytes;
    default: return std::nullopt;
    }
}

}    // namespace rdpmend::capture

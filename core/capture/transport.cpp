// TCP segments and UDP datagrams.
#include <algorithm>

#include "core/capture/decode.h"

namespace rdpmend::capture {
namespace {

std::uint32_t sum(ByteView bytes, std::uint32_t start)
{
    std::uint64_t total = start;
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) total += static_cast<std::uint32_t>(bytes[i]) << 8U | bytes[i + 1];
    if (i < bytes.size()) total += static_cast<std::uint32_t>(bytes[i]) << 8U;
    while (total > 0xFFFF) total = (total & 0xFFFFU) + (total >> 16U);
    return static_cast<std::uint32_t>(total);
}

// RFC 9293 3.1: over the addresses, the length, the protocol and the whole segment.
bool checksumGood(const IpPacket& packet)
{
    auto total = sum(ByteView(packet.source.bytes).first(packet.source.length), 0);
    total = sum(ByteView(packet.destination.bytes).first(packet.destination.length), total);
    const auto length = static_cast<std::uint32_t>(packet.length);
    return sum(packet.payload, total + protocolTcp + (length >> 16U) + (length & 0xFFFFU)) == 0xFFFF;
}

void readOptions(ByteReader options, TcpSegment& segment)
{
    while (options.ok() && options.left() != 0) {
        const auto kind = options.u8();
        if (kind == 0) return;
        if (kind == 1) continue;
        const std::size_t length = options.u8();
        if (!options.ok() || length < 2) return;
        ByteReader value(options.take(length - 2));
        if (kind == 2 && length == 4) segment.largestSegment = value.u16be();
        if (kind == 3 && length == 3) segment.windowScale = std::min<std::uint8_t>(value.u8(), 14);
        if (kind == 5 && length >= 10 && options.ok()) segment.selective = value.u32be();
        if (kind == 8 && length == 10) segment.timestamps = true;
    }
}

}    // namespace

std::optional<TcpSegment> decodeTcp(const IpPacket& packet)
{
    if (packet.protocol != protocolTcp || packet.continuation) return std::nullopt;
    ByteReader reader(packet.payload);
    TcpSegment segment;
    segment.from = reader.u16be();
    segment.to = reader.u16be();
    segment.sequence = reader.u32be();
    segment.acknowledged = reader.u32be();
    const auto offset = reader.u8();
    segment.flags = reader.u8() & 0x3FU;
    segment.window = reader.u16be();
    reader.skip(4);    // check sum, urgent pointer
    const std::size_t header = (offset >> 4U) * std::size_t{4};
    if (!reader.ok() || header < 20 || header > packet.length) return std::nullopt;
    segment.reservedBits = (offset & 0x0EU) != 0;    // the last one was once used for ECN nonces
    const std::size_t kept = std::min(header, packet.payload.size());
    readOptions(ByteReader(packet.payload.subspan(20, kept - 20)), segment);
    segment.length = packet.length - header;
    segment.data = packet.payload.subspan(kept);
    if (packet.payload.size() == packet.length && !packet.fragment) segment.checksumGood = checksumGood(packet);
    return segment;
}

std::optional<UdpDatagram> decodeUdp(const IpPacket& packet)
{
    if (packet.protocol != protocolUdp || packet.continuation) return std::nullopt;
    ByteReader reader(packet.payload);
    UdpDatagram datagram;
    datagram.from = reader.u16be();
    datagram.to = reader.u16be();
    const std::size_t length = reader.u16be();
    reader.skip(2);
    if (!reader.ok() || (length != 0 && length < 8)) return std::nullopt;
    datagram.data = reader.rest().first(std::min(reader.left(), length == 0 ? reader.left() : length - 8));
    return datagram;
}

}    // namespace rdpmend::capture

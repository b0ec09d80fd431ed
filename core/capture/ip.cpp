// IPv4, and IPv6 with its extension headers.
#include <algorithm>

#include "core/base/text.h"
#include "core/capture/decode.h"

namespace rdpmend::capture {
namespace {

Address address(ByteView bytes)
{
    Address out{.length = static_cast<std::uint8_t>(bytes.size())};
    std::ranges::copy(bytes, out.bytes.begin());
    return out;
}

// A length of 0 stands in packets that were recorded before the network card cut them up: then what is there counts.
void setPayload(IpPacket& packet, ByteView rest, std::size_t length)
{
    packet.length = length;
    packet.payload = rest.first(std::min(length, rest.size()));
}

std::optional<IpPacket> decodeIpv4(ByteView bytes)
{
    ByteReader reader(bytes);
    const std::size_t header = (reader.u8() & 0x0FU) * std::size_t{4};
    reader.skip(1);
    const std::size_t total = reader.u16be();
    IpPacket packet;
    packet.id = reader.u16be();
    const auto fragment = reader.u16be();
    packet.hops = reader.u8();
    packet.protocol = reader.u8();
    reader.skip(2);    // header check sum
    const auto source = reader.take(4);
    const auto destination = reader.take(4);
    if (!reader.ok() || header < 20 || header > bytes.size() || (total != 0 && total < header)) return std::nullopt;
    packet.source = address(source);
    packet.destination = address(destination);
    packet.continuation = (fragment & 0x1FFFU) != 0;
    packet.fragment = packet.continuation || (fragment & 0x2000U) != 0;
    setPayload(packet, bytes.subspan(header), total == 0 ? bytes.size() - header : total - header);
    return packet;
}

// Extension headers that stand before the payload (RFC 8200 4). False: none, or cut short.
bool passExtension(IpPacket& packet, ByteReader& reader)
{
    enum : std::uint8_t {
        hopByHop = 0,
        routing = 43,
        fragmentHeader = 44,
        authentication = 51,
        destinationOptions = 60
    };
    const auto type = packet.protocol;
    if (type == fragmentHeader) {
        packet.protocol = reader.u8();
        reader.skip(1);
        const auto offset = reader.u16be();
        reader.skip(4);
        packet.continuation = packet.continuation || (offset & 0xFFF8U) != 0;
        packet.fragment = packet.fragment || packet.continuation || (offset & 1U) != 0;
        return reader.ok();
    }
    if (type != hopByHop && type != routing && type != destinationOptions && type != authentication) return false;
    packet.protocol = reader.u8();
    const std::size_t length = reader.u8();
    reader.skip(type == authentication ? (length + 2) * 4 - 2 : (length + 1) * 8 - 2);
    return reader.ok();
}

std::optional<IpPacket> decodeIpv6(ByteView bytes)
{
    constexpr std::size_t header = 40;
    ByteReader reader(bytes);
    reader.skip(4);
    const std::size_t length = reader.u16be();
    IpPacket packet;
    packet.protocol = reader.u8();
    packet.hops = reader.u8();
    const auto source = reader.take(16);
    const auto destination = reader.take(16);
    if (!reader.ok()) return std::nullopt;
    packet.source = address(source);
    packet.destination = address(destination);
    const std::size_t whole = length == 0 ? bytes.size() - header : length;
    ByteReader extensions(reader.rest().first(std::min(whole, reader.left())));
    const std::size_t kept = extensions.left();
    constexpr int mostExtensions = 8;
    for (int i = 0; i < mostExtensions && !packet.continuation && passExtension(packet, extensions); ++i) continue;
    if (!extensions.ok()) return std::nullopt;
    setPayload(packet, extensions.rest(), whole - (kept - extensions.left()));
    return packet;
}

}    // namespace

std::string Address::text() const
{
    return addressText(ByteView(bytes).first(length));
}

std::string Socket::text() const
{
    const std::string host = address.length == 16 ? '[' + address.text() + ']' : address.text();
    return host + ':' + std::to_string(port);
}

std::optional<IpPacket> decodeIp(ByteView bytes)
{
    if (bytes.empty()) return std::nullopt;
    switch (bytes.front() >> 4U) {
    case 4: return decodeIpv4(bytes);
    case 6: return decodeIpv6(bytes);
    default: return std::nullopt;
    }
}

}    // namespace rdpmend::capture

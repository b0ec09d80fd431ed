// From a frame to what TCP, UDP and ICMP say. Pure; a packet that is cut short is read as far as it goes.
// RFC 791, 8200, 9293, 768, 792, 4443.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/capture/packet.h"

namespace rdpmend::capture {

struct Address {
    std::array<std::uint8_t, 16> bytes{};
    std::uint8_t length = 0;    // 4 or 16

    std::string text() const;
    auto operator<=>(const Address&) const = default;
};

struct Socket {
    Address address{};
    std::uint16_t port = 0;

    std::string text() const;    // "10.0.0.1:3389", "[::1]:3389"
    auto operator<=>(const Socket&) const = default;
};

enum Protocol : std::uint8_t { protocolIcmp = 1, protocolTcp = 6, protocolUdp = 17, protocolIcmpV6 = 58 };

struct IpPacket {
    Address source{}, destination{};
    std::uint8_t hops = 0;                // TTL or hop limit
    std::optional<std::uint16_t> id{};    // IPv4's identification
    std::uint8_t protocol = 0;            // behind the extension headers
    bool fragment = false;                // one of several
    bool continuation = false;            // not the first of them: there is no TCP header in it
    std::size_t length = 0;               // of the payload, as the header says
    ByteView payload{};                   // as much of it as was kept
};

enum TcpFlag : std::uint8_t { tcpFin = 1, tcpSyn = 2, tcpRst = 4, tcpPsh = 8, tcpAck = 16 };

struct TcpSegment {
    std::uint16_t from = 0, to = 0;
    std::uint32_t sequence = 0, acknowledged = 0;
    std::uint8_t flags = 0;
    bool reservedBits = false;
    std::uint16_t window = 0;    // as it stands, not scaled
    std::optional<std::uint16_t> largestSegment{};
    std::optional<std::uint8_t> windowScale{};
    bool timestamps = false;
    std::optional<std::uint32_t> selective{};    // left edge of the first SACK block
    std::size_t length = 0;                      // of the data, as the headers say
    ByteView data{};                             // as much of it as was kept
    std::optional<bool> checksumGood{};          // nullopt: not all of it was kept

    bool has(TcpFlag flag) const { return (flags & flag) != 0; }
};

struct UdpDatagram {
    std::uint16_t from = 0, to = 0;
    ByteView data{};
};

enum class IcmpKind : std::uint8_t {
    FragmentationNeeded,    // IPv6: packet too big
    Prohibited,             // administratively, by a filter
    PortUnreachable,
    HostUnreachable,
    NetworkUnreachable,
    TimeExceeded,
    OtherUnreachable,
};

struct IcmpError {
    IcmpKind kind = IcmpKind::OtherUnreachable;
    std::uint8_t type = 0, code = 0;
    std::uint32_t mtu = 0;             // FragmentationNeeded; 0: not said
    Socket source{}, destination{};    // of the packet that could not be delivered
    std::uint8_t protocol = 0;
};

bool isKnownLink(std::uint32_t link);
// What the link layer carries, when that is IP: the bytes from the IP header on.
std::optional<ByteView> ipOf(const Packet& packet);
std::optional<IpPacket> decodeIp(ByteView bytes);
std::optional<TcpSegment> decodeTcp(const IpPacket& packet);
std::optional<UdpDatagram> decodeUdp(const IpPacket& packet);
// Errors only; nullopt for everything else that ICMP is used for.
std::optional<IcmpError> decodeIcmp(const IpPacket& packet);

}    // namespace rdpmend::capture

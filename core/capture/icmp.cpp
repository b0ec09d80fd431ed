// ICMP errors, and the packet that they are about. RFC 792, 1191, 1812 5.2.7.1, 4443.
#include "core/capture/decode.h"

namespace rdpmend::capture {
namespace {

std::optional<IcmpKind> kindOf(std::uint8_t type, std::uint8_t code)
{
    if (type == 11) return IcmpKind::TimeExceeded;
    if (type != 3) return std::nullopt;
    switch (code) {
    case 0:
    case 6:
    case 11: return IcmpKind::NetworkUnreachable;
    case 1:
    case 7:
    case 12: return IcmpKind::HostUnreachable;
    case 3: return IcmpKind::PortUnreachable;
    case 4: return IcmpKind::FragmentationNeeded;
    case 9:
    case 10:
    case 13: return IcmpKind::Prohibited;
    default: return IcmpKind::OtherUnreachable;
    }
}

std::optional<IcmpKind> kindOfV6(std::uint8_t type, std::uint8_t code)
{
    if (type == 2) return IcmpKind::FragmentationNeeded;
    if (type == 3) return IcmpKind::TimeExceeded;
    if (type != 1) return std::nullopt;
    switch (code) {
    case 0: return IcmpKind::NetworkUnreachable;
    case 1:
    case 5:
    case 6: return IcmpKind::Prohibited;
    case 3: return IcmpKind::HostUnreachable;
    case 4: return IcmpKind::PortUnreachable;
    default: return IcmpKind::OtherUnreachable;
    }
}

}    // namespace

std::optional<IcmpError> decodeIcmp(const IpPacket& packet)
{
    const bool v6 = packet.protocol == protocolIcmpV6;
    if ((!v6 && packet.protocol != protocolIcmp) || packet.continuation) return std::nullopt;
    ByteReader reader(packet.payload);
    IcmpError error;
    error.type = reader.u8();
    error.code = reader.u8();
    reader.skip(2);
    const auto rest = reader.u32be();
    const auto kind = v6 ? kindOfV6(error.type, error.code) : kindOf(error.type, error.code);
    if (!reader.ok() || !kind) return std::nullopt;
    error.kind = *kind;
    if (error.kind == IcmpKind::FragmentationNeeded) error.mtu = v6 ? rest : rest & 0xFFFFU;

    const auto about = decodeIp(reader.rest());
    if (!about || about->continuation || (about->protocol != protocolTcp && about->protocol != protocolUdp))
        return std::nullopt;
    ByteReader ports(about->payload);    // at least 8 bytes of it come back
    error.protocol = about->protocol;
    error.source = {about->source, ports.u16be()};
    error.destination = {about->destination, ports.u16be()};
    if (!ports.ok()) return std::nullopt;
    return error;
}

}    // namespace rdpmend::capture

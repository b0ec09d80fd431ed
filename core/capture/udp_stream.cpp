#include "core/capture/udp_stream.h"

#include <fmt/format.h>

#include <algorithm>

namespace rdpmend::capture {
namespace {

constexpr auto silenceAfter = std::chrono::seconds(1);

struct Syn {
    bool answer = false;
    std::string version{};    // "1", "2", "3"; "" without RDPUDP_SYNDATAEX
};

// RDPUDP_FEC_HEADER and what follows it in a SYN, [MS-RDPEUDP] 2.2.2.1, 2.2.2.5, 2.2.2.8, 2.2.2.9; big-endian.
std::optional<Syn> readSyn(ByteView data)
{
    enum : std::uint16_t { flagSyn = 0x0001, flagAck = 0x0004, flagCorrelation = 0x0800, flagSynEx = 0x1000 };
    ByteReader reader(data);
    const auto acknowledged = reader.u32be();
    reader.skip(2);
    const auto flags = reader.u16be();
    if (!reader.ok() || (flags & flagSyn) == 0 || data.size() < 1132) return std::nullopt;    // padded to its MTU
    const bool answer = (flags & flagAck) != 0;
    if (!answer && acknowledged != 0xFFFFFFFF) return std::nullopt;
    Syn syn{.answer = answer};
    reader.skip(8);    // initial sequence number, MTUs
    if ((flags & flagCorrelation) != 0) reader.skip(32);
    if ((flags & flagSynEx) != 0) {
        reader.skip(2);
        const auto version = reader.u16be();
        syn.version = version == 0x0101 ? "3" : std::to_string(version);
    }
    return syn;
}

// A DTLS handshake record: RFC 6347 4.1. 1 ClientHello, 2 ServerHello, 3 HelloVerifyRequest.
std::optional<std::uint8_t> readDtls(ByteView data)
{
    ByteReader reader(data);
    const auto type = reader.u8();
    const auto version = reader.u16be();
    reader.skip(10);
    const auto message = reader.u8();
    if (!reader.ok() || type != 22 || (version != 0xFEFF && version != 0xFEFD && version != 0x0100))
        return std::nullopt;
    return message;
}

}    // namespace

UdpStream::UdpStream(std::uint32_t number, const Socket& client, const Socket& server, Time at)
    : m_number(number), m_client(client), m_server(server), m_began(at), m_last(at)
{}

bool UdpStream::concerns(const UdpDatagram& datagram)
{
    return isServerPort(datagram.to) || isServerPort(datagram.from);
}

void UdpStream::onDatagram(Side from, const UdpDatagram& datagram, Time at)
{
    m_last = at;
    const auto count = ++m_packets[static_cast<std::size_t>(from)];
    const auto syn = readSyn(datagram.data);
    const auto dtls = readDtls(datagram.data);
    const bool knock = from == Side::Client && ((syn && !syn->answer) || dtls == 1);
    if (knock && m_knocks++ == 0) {
        m_knocked = at;
        m_teller.say(at, syn ? "udp_syn" : "udp_dtls", {with("udp.version", syn ? syn->version : std::string{})});
    } else if (knock && m_knocks == 2 && !m_answered) {
        m_teller.say(at, "udp_syn_again");
    }
    if (from == Side::Server && !m_answered) {
        m_answered = true;
        if (m_knocks != 0)
            m_teller.say(
                at, "udp_answer",
                {within("round_trip", at - m_knocked), with("udp.version", syn ? syn->version : std::string{})});
    }
    // Version 1 and 2 put TLS behind their own header, version 3 behind another: its record head is looked for.
    if (!m_tls && from == Side::Client && count > 1 && !syn && datagram.data.size() > 30) {
        const auto head = datagram.data.first(30);
        for (std::size_t i = 0; i + 6 < head.size() && !m_tls; ++i)
            m_tls = head[i] == 22 && (head[i + 1] == 3 || head[i + 1] == 0xFE);
        if (m_tls) m_teller.say(at, "udp_tls");
    }
}

void UdpStream::onIcmp(const IcmpError& error, const Address& from, Time at)
{
    if (m_refused) return;
    m_refused = error.kind != IcmpKind::FragmentationNeeded;
    m_last = at;
    m_teller.say(at, icmpText(error.kind),
                 {with("icmp.from", from.text(), Privacy::Personal), with("icmp.type", std::uint64_t{error.type}),
                  with("icmp.code", std::uint64_t{error.code}),
                  with("icmp.mtu", error.mtu != 0 ? std::to_string(error.mtu) : std::string{})});
}

Story UdpStream::finish(Time endOfRecording)
{
    Story story{.number = m_number,
                .kind = Kind::RdpUdp,
                .stage = m_answered ? Stage::Open : Stage::Opening,
                .client = m_client.text(),
                .server = m_server.text(),
                .clientAddress = m_client.address.text(),
                .serverAddress = m_server.address.text(),
                .serverPort = m_server.port,
                .began = m_began,
                .ended = m_last,
                .packets = m_packets[0] + m_packets[1]};
    if (m_refused) {
        story.findings.push_back({.id = "transport.udp_refused", .weight = Weight::Note});
    } else if (!m_answered && m_knocks != 0 && (m_knocks > 1 || endOfRecording - m_knocked >= silenceAfter)) {
        m_teller.say(m_last, "udp_silent", {with("times", std::uint64_t{m_knocks})});
        story.findings.push_back({.id = "transport.udp_silent", .weight = Weight::Note});
    }
    if (m_packets[0] != 0 && m_packets[1] != 0)
        m_teller.say(m_last, "udp_both_ways", {with("from_client", m_packets[0]), with("from_server", m_packets[1])});
    story.lines = m_teller.take();
    return story;
}

}    // namespace rdpmend::capture

// What one packet after the other tells about a TCP connection. What it all means is in judge.cpp.
#include "core/capture/tcp_stream.h"

#include <algorithm>

namespace rdpmend::capture {
namespace {

constexpr auto longSilence = std::chrono::seconds(30);
constexpr auto answerTime =
    std::chrono::seconds(3);    // what comes within it belongs to the packet that ended a silence

}    // namespace

TcpStream::TcpStream(std::uint32_t number, const Socket& client, const Socket& server, Time at)
    : m_number(number), m_began(at), m_last(at)
{
    half(Side::Client).socket = client;
    half(Side::Server).socket = server;
}

bool TcpStream::isOver(const TcpSegment& segment) const
{
    if (!segment.has(tcpSyn) || segment.has(tcpAck)) return false;
    const TcpHalf& client = half(Side::Client);
    const bool ended = client.fin || client.reset || half(Side::Server).fin || half(Side::Server).reset;
    return m_midway || (ended && client.next && *client.next != segment.sequence + 1);
}

Kind TcpStream::kind() const
{
    constexpr std::uint16_t rdpPort = 3389, httpsPort = 443;
    const auto port = half(Side::Server).socket.port;
    if (const auto byContent = m_stages.kind()) {
        // TLS without X.224 before it is a gateway's on its port, and Remote Desktop's nowhere but on 3389.
        if (*byContent != Kind::Https) return *byContent;
        return port == rdpPort ? Kind::Rdp : port == httpsPort ? Kind::Https : Kind::Other;
    }
    if (port == rdpPort) return Kind::Rdp;
    if (port == httpsPort) return Kind::Https;
    return opened() ? Kind::Other : Kind::Unopened;
}

void TcpStream::onSegment(const IpPacket& packet, const TcpSegment& segment, Time at)
{
    const Side from =
        segment.from == half(Side::Client).socket.port && packet.source == half(Side::Client).socket.address
            ? Side::Client
            : Side::Server;
    TcpHalf& self = half(from);
    // The same packet twice: some recordings see it at several layers.
    const bool again = packet.id && *packet.id != 0 && self.lastId == packet.id && self.packets != 0 &&
                       at - self.lastPacket < std::chrono::milliseconds(1) && !segment.has(tcpRst);
    if (again) return;
    if (at - m_last >= longSilence) {
        m_idle = at - m_last;
        m_idleEnded = at;
    }
    ++m_packets;
    if (packet.fragment) ++m_fragments;
    if (segment.data.size() < segment.length && m_cut++ == 0) m_teller.say(at, "cut");
    if (m_packets == 1 && !segment.has(tcpSyn)) {
        m_midway = true;
        m_teller.say(at, "midway");
    }
    if (segment.has(tcpRst)) {
        onReset(from, packet, segment, at);
    } else {
        if (self.reset) ++self.packetsAfterReset;
        measure(from, packet, segment, at);
        if (segment.has(tcpSyn)) onSyn(from, segment, at);
        if (segment.has(tcpAck)) onAck(from, segment, at);
        if (segment.length != 0 && !segment.has(tcpSyn)) onData(from, segment, at);
        if (segment.length == 0 && !segment.has(tcpSyn)) self.pass(segment.sequence, at);
        if (segment.has(tcpFin)) onFin(from, at);
        self.lastPacket = at;
    }
    m_last = std::max(m_last, at);
}

void TcpStream::measure(Side from, const IpPacket& packet, const TcpSegment& segment, Time)
{
    TcpHalf& self = half(from);
    ++self.packets;
    ++self.hops[packet.hops];
    if (packet.id && self.lastId) {
        const auto step = static_cast<std::uint16_t>(*packet.id - *self.lastId);
        ++self.idSteps;
        if (step >= 1 && step <= 64) ++self.idStepsUp;
    }
    self.lastId = packet.id;
    if (segment.checksumGood) {
        ++self.checksums;
        if (!*segment.checksumGood) ++self.badChecksums;
    }
}

void TcpStream::onSyn(Side from, const TcpSegment& segment, Time at)
{
    TcpHalf& self = half(from);
    const bool first = self.syns++ == 0;
    if (first) {
        self.firstSyn = at;
        self.largestSegment = segment.largestSegment;
        self.timestamps = segment.timestamps;
        self.next = segment.sequence + 1;
        m_order[static_cast<std::size_t>(from)].begin(segment.sequence + 1);
    }
    const std::string largest = segment.largestSegment ? std::to_string(*segment.largestSegment) : std::string{};
    const std::string scale = segment.windowScale ? std::to_string(*segment.windowScale) : std::string{};
    if (!segment.has(tcpAck)) {
        if (first) m_teller.say(at, "syn", {with("tcp.mss", largest), with("tcp.window_scale", scale)});
        if (self.syns == 2) m_teller.say(at, "syn_again");
    } else if (first) {
        std::vector<Evidence> all{with("tcp.mss", largest), with("tcp.window_scale", scale)};
        if (half(Side::Client).syns != 0) {
            const Time took = at - half(Side::Client).firstSyn;
            all.push_back(within("round_trip", took));
            if (half(Side::Client).syns == 1) half(Side::Client).roundTrip = took;
        }
        m_teller.say(at, "syn_ack", std::move(all));
    }
}

void TcpStream::onAck(Side from, const TcpSegment& segment, Time at)
{
    TcpHalf& self = half(from);
    TcpHalf& peer = half(other(from));
    if (!m_opened && from == Side::Client && half(Side::Server).syns != 0) {
        m_opened = true;
        m_teller.say(at, "opened", {within("handshake.took", at - m_began)});
    }
    const bool bare = segment.length == 0 && !segment.has(tcpSyn) && !segment.has(tcpFin);
    if (bare && peer.acknowledged == segment.acknowledged && peer.next && before(segment.acknowledged, *peer.next))
        ++self.duplicateAcks;
    peer.acknowledge(segment.acknowledged, at);
    if (segment.selective && before(segment.acknowledged, *segment.selective)) self.selectiveSeen = segment.selective;
    if (segment.window == 0 && !segment.has(tcpSyn) && self.zeroWindows++ == 0) {
        self.firstZeroWindow = at;
        m_teller.say(at, "zero_window", {with("side", from)});
    }
}

void TcpStream::onData(Side from, const TcpSegment& segment, Time at)
{
    TcpHalf& self = half(from);
    const auto bytesBefore = self.bytes;
    self.send(segment, at);
    const auto index = static_cast<std::size_t>(from);
    m_stages.count(from, static_cast<std::size_t>(self.bytes - bytesBefore), at);
    if (m_deaf[index]) return;
    const Bytes next = m_order[index].take(segment.sequence, segment.data);
    if (!next.empty()) m_stages.hear(from, next, at);
    const bool session = m_stages.stage() == Stage::Session;
    if (session || m_order[index].overflown() || segment.data.size() < segment.length) {
        m_deaf[index] = true;
        m_order[index].drop();
        m_stages.lose(from, at);
    }
}

void TcpStream::onFin(Side from, Time at)
{
    TcpHalf& self = half(from);
    if (self.fin) return;
    self.fin = at;
    const bool first = !half(other(from)).fin && !half(other(from)).reset && !self.reset;
    const bool afterSilence = m_idle > Time::zero() && at - m_idleEnded <= answerTime;
    std::vector<Evidence> all{with("side", from)};
    if (afterSilence) all.push_back(within("idle", m_idle));
    m_teller.say(at, first ? "fin" : "fin_too", std::move(all));
}

void TcpStream::onReset(Side from, const IpPacket& packet, const TcpSegment& segment, Time at)
{
    TcpHalf& self = half(from);
    const TcpHalf& peer = half(other(from));
    if (self.resets++ != 0) return;
    Reset reset{.at = at,
                .hops = packet.hops,
                .id = packet.id,
                .idBefore = self.lastId,
                .window = segment.window,
                .reservedBits = segment.reservedBits,
                .timestamps = segment.timestamps};
    if (segment.has(tcpAck)) reset.acknowledged = segment.acknowledged;
    if (m_idle > Time::zero() && at - m_idleEnded <= answerTime) reset.idle = m_idle;
    reset.expected = self.fin || peer.fin || peer.reset || m_stages.saidGoodbye();
    self.reset = reset;
    std::vector<Evidence> all{with("side", from)};
    if (reset.idle > Time::zero()) all.push_back(within("idle", reset.idle));
    if (segment.length != 0) all.push_back(with("reset.bytes", std::uint64_t{segment.length}));
    const bool refusal = from == Side::Server && self.syns == 0 && !opened();
    m_teller.say(at, refusal ? "refused_syn" : reset.expected ? "reset_expected" : "reset", std::move(all));
}

void TcpStream::onIcmp(const IcmpError& error, const Address& from, Time at)
{
    if (m_icmpErrors++ != 0 && m_icmp->kind == error.kind && m_icmp->mtu == error.mtu) return;
    m_icmp = error;
    m_icmpFrom = from.text();
    m_teller.say(at, icmpText(error.kind),
                 {with("icmp.from", m_icmpFrom, Privacy::Personal), with("icmp.type", std::uint64_t{error.type}),
                  with("icmp.code", std::uint64_t{error.code}),
                  with("icmp.mtu", error.mtu != 0 ? std::to_string(error.mtu) : std::string{})});
}

}    // namespace rdpmend::capture

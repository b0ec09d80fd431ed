#include "core/capture/tracker.h"

#include <algorithm>
#include <tuple>

namespace rdpmend::capture {
namespace {

constexpr std::size_t mostStreams = 512, mostUdp = 256, mostStories = 256, mostAddresses = 256;

// The server is whoever has the port of a service; without one, the lower port.
bool looksLikeServer(const Socket& one, const Socket& than)
{
    const auto known = [](std::uint16_t port) { return port == 3389 || port == 443; };
    if (known(one.port) != known(than.port)) return known(one.port);
    return one.port < than.port;
}

}    // namespace

Tracker::Flow Tracker::flowOf(const Socket& a, const Socket& b)
{
    return a < b ? Flow{a, b} : Flow{b, a};
}

bool Tracker::onPacket(const Packet& packet)
{
    m_last = std::max(m_last, packet.at);
    const auto bytes = ipOf(packet);
    const auto ip = bytes ? decodeIp(*bytes) : std::nullopt;
    if (!ip) return false;
    if (const auto segment = decodeTcp(*ip)) return onTcp(*ip, *segment, packet.at), true;
    if (const auto datagram = decodeUdp(*ip)) return onUdp(*ip, *datagram, packet.at), true;
    if (const auto error = decodeIcmp(*ip)) return onIcmp(*ip, *error, packet.at), true;
    return ip->protocol == protocolIcmp || ip->protocol == protocolIcmpV6;
}

void Tracker::onTcp(const IpPacket& packet, const TcpSegment& segment, Time at)
{
    const Socket from{packet.source, segment.from}, to{packet.destination, segment.to};
    if (!segment.has(tcpRst) && (m_hops.size() < mostAddresses || m_hops.contains(from.address)))
        ++m_hops[from.address][packet.hops];
    const Flow flow = flowOf(from, to);
    auto known = m_byFlow.find(flow);
    if (known != m_byFlow.end() && known->second->stream->isOver(segment)) {
        close(known->second);
        known = m_byFlow.end();
    }
    if (known == m_byFlow.end()) {
        if (m_streams.size() >= mostStreams) makeRoom();
        const bool answer = segment.has(tcpSyn) ? segment.has(tcpAck) : looksLikeServer(from, to);
        m_streams.push_front(
            {flow, std::make_unique<TcpStream>(++m_count, answer ? to : from, answer ? from : to, at)});
        known = m_byFlow.insert_or_assign(flow, m_streams.begin()).first;
    } else {
        m_streams.splice(m_streams.begin(), m_streams, known->second);
    }
    known->second->stream->onSegment(packet, segment, at);
}

void Tracker::onUdp(const IpPacket& packet, const UdpDatagram& datagram, Time at)
{
    if (!UdpStream::concerns(datagram)) return;
    const Socket from{packet.source, datagram.from}, to{packet.destination, datagram.to};
    const bool toServer = UdpStream::isServerPort(to.port);
    const Flow flow = flowOf(from, to);
    auto known = m_udp.find(flow);
    if (known == m_udp.end()) {
        if (m_udp.size() >= mostUdp) return;
        known = m_udp.try_emplace(flow, ++m_count, toServer ? from : to, toServer ? to : from, at).first;
    }
    known->second.onDatagram(toServer ? Side::Client : Side::Server, datagram, at);
}

void Tracker::onIcmp(const IpPacket& packet, const IcmpError& error, Time at)
{
    const Flow flow = flowOf(error.source, error.destination);
    if (error.protocol == protocolTcp) {
        if (const auto known = m_byFlow.find(flow); known != m_byFlow.end())
            known->second->stream->onIcmp(error, packet.source, at);
    } else if (const auto known = m_udp.find(flow); known != m_udp.end()) {
        known->second.onIcmp(error, packet.source, at);
    }
}

// What is no Remote Desktop goes first, as far as that is found quickly.
void Tracker::makeRoom()
{
    constexpr int lookedAt = 32;
    auto victim = std::prev(m_streams.end());
    auto one = victim;
    for (int i = 0; i < lookedAt && one != m_streams.begin(); ++i, --one) {
        const Kind kind = one->stream->kind();
        if (kind != Kind::Other && kind != Kind::Unopened) continue;
        victim = one;
        break;
    }
    close(victim);
}

void Tracker::close(Streams::iterator stream)
{
    tell(stream->stream->finish(m_last, m_hops));
    m_byFlow.erase(stream->flow);
    m_streams.erase(stream);
}

void Tracker::tell(Story story)
{
    const bool none = story.kind == Kind::Other;
    if (!none && m_stories.size() < mostStories) return m_stories.push_back(std::move(story));
    ++m_untold;
    if (none || !story.blocked()) return;
    // One with trouble takes the place of one without.
    const auto dull = std::ranges::find_if(m_stories, [](const Story& one) { return !one.blocked(); });
    if (dull != m_stories.end()) *dull = std::move(story);
}

std::vector<Story> Tracker::finish()
{
    while (!m_streams.empty()) close(std::prev(m_streams.end()));
    for (auto& [flow, stream] : m_udp) tell(stream.finish(m_last));
    m_udp.clear();
    std::ranges::sort(m_stories, {}, [](const Story& one) { return std::tuple(one.kind, one.number); });
    return std::move(m_stories);
}

}    // namespace rdpmend::capture

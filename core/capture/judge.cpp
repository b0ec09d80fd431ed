// What a TCP connection means: how it ended and at which stage, what was lost on the way, who sent the reset.
#include <algorithm>
#include <array>

#include "core/capture/tcp_stream.h"

namespace rdpmend::capture {
namespace {

using std::chrono::seconds;

constexpr auto patience = seconds(5);          // nobody answers later than that
constexpr auto clientPatience = seconds(3);    // a client that gives up after it has waited
constexpr auto lossTime = seconds(1);          // what is missing for so long is lost
constexpr std::uint32_t largeSegment = 500;    // bytes; what a black hole swallows is larger

bool tells(Kind kind)
{
    return kind != Kind::Other && kind != Kind::Unopened;
}

std::optional<seconds> roundTime(Time idle)
{
    static constexpr std::array<int, 8> usual{60, 120, 240, 300, 600, 900, 1800, 3600};
    for (const int one : usual) {
        const Time tolerance = std::max<Time>(std::chrono::milliseconds(1500), seconds(one) / 100);
        if (idle >= seconds(one) - tolerance && idle <= seconds(one) + tolerance) return seconds(one);
    }
    return std::nullopt;
}

}    // namespace

struct TcpStream::End {
    bool any = false, reset = false;
    Side side = Side::Client;
    Time at{}, idle{};

    bool by(Side one) const { return any && side == one; }
};

TcpStream::End TcpStream::firstEnd() const
{
    End end;
    for (const Side side : {Side::Client, Side::Server}) {
        const TcpHalf& self = half(side);
        if (self.fin && (!end.any || *self.fin < end.at)) end = {.any = true, .side = side, .at = *self.fin};
        if (self.reset && (!end.any || self.reset->at < end.at))
            end = {.any = true, .reset = true, .side = side, .at = self.reset->at, .idle = self.reset->idle};
    }
    return end;
}

Story TcpStream::finish(Time endOfRecording, const HopsByAddress& hops)
{
    const TcpHalf& server = half(Side::Server);
    Story story{.number = m_number,
                .kind = kind(),
                .stage = opened() ? m_stages.stage() : Stage::Opening,
                .client = half(Side::Client).socket.text(),
                .server = server.socket.text(),
                .clientAddress = half(Side::Client).socket.address.text(),
                .serverAddress = server.socket.address.text(),
                .serverPort = server.socket.port,
                .began = m_began,
                .ended = m_last,
                .packets = m_packets,
                .findings = m_stages.findings()};
    story.midway = m_midway;
    // What was said before the recording began is not known; what is in the middle of something counts as a session.
    if (m_midway && (story.stage == Stage::Open || story.stage == Stage::Encrypted)) story.stage = Stage::Session;
    if (!opened())
        judgeOpening(story, endOfRecording);
    else if (tells(story.kind))
        judgeWay(story, endOfRecording);
    for (const Side side : {Side::Server, Side::Client})
        if (half(side).reset && story.observations.empty()) judgeReset(story, side, hops);
    story.lines = m_teller.take();
    return story;
}

void TcpStream::judgeOpening(Story& story, Time endOfRecording)
{
    const TcpHalf& client = half(Side::Client);
    const TcpHalf& server = half(Side::Server);
    std::vector<Evidence> where{with("tcp.address", story.serverAddress, Privacy::Personal),
                                with("tcp.port", std::uint64_t{story.serverPort}),
                                with("tcp.tries", std::uint64_t{client.syns})};
    const auto add = [&story, &where](std::string_view id) {
        story.findings.push_back({.id = std::string(id), .evidence = where});
    };
    if (server.reset && server.syns == 0) return add("network.port_refused");
    if (m_icmp && m_icmp->kind != IcmpKind::FragmentationNeeded) {
        where.push_back(with("icmp.from", m_icmpFrom, Privacy::Personal));
        const bool noWay = m_icmp->kind == IcmpKind::HostUnreachable || m_icmp->kind == IcmpKind::NetworkUnreachable ||
                           m_icmp->kind == IcmpKind::TimeExceeded;
        return add(noWay ? "network.no_route" : "network.port_rejected");
    }
    if (server.packets != 0 || client.reset || (client.syns < 2 && endOfRecording - client.firstSyn < clientPatience))
        return;
    m_teller.say(m_last, "no_answer", {with("tcp.tries", std::uint64_t{client.syns})});
    add("network.port_silent");
}

void TcpStream::judgeWay(Story& story, Time endOfRecording)
{
    for (const Side side : {Side::Client, Side::Server}) {
        const TcpHalf& self = half(side);
        if (self.retransmitted != 0)
            m_teller.say(self.firstRetransmission, "retransmitted",
                         {with("side", side), with("times", std::uint64_t{self.retransmitted})});
        if (self.duplicateAcks > 2)
            m_teller.say(m_last, "duplicate_acks",
                         {with("side", side), with("times", std::uint64_t{self.duplicateAcks})});
    }
    if (m_fragments != 0) m_teller.say(m_last, "fragments", {with("times", std::uint64_t{m_fragments})});
    const End end = firstEnd();
    if (!judgeLostSegments(story, endOfRecording)) judgeEnd(story, end, endOfRecording);
    judgeChecksums(story);
    if (end.any) return;
    const Time silent = endOfRecording - m_last;
    m_teller.say(m_last, silent >= patience ? "falls_silent" : "still_open", {within("silence", silent)});
}

// A black hole: full segments do not arrive, while small ones do. [RFC 2923 2.1]
bool TcpStream::judgeLostSegments(Story& story, Time endOfRecording)
{
    for (const Side side : {Side::Server, Side::Client}) {
        const TcpHalf& self = half(side);
        const TcpHalf& peer = half(other(side));
        const auto found = [&](Time at, std::uint32_t bytes, std::uint32_t arrived, std::uint32_t times) {
            std::vector<Evidence> all{with("side", side), with("lost.bytes", std::uint64_t{bytes}),
                                      with("arrived.bytes", std::uint64_t{arrived}),
                                      with("lost.sent", times > 1 ? std::to_string(times) : std::string{})};
            if (m_icmp && m_icmp->mtu != 0) all.push_back(with("icmp.mtu", std::uint64_t{m_icmp->mtu}));
            m_teller.say(at, times > 1 ? "lost_segment" : "missing_segments", all);
            story.findings.push_back({.id = "network.large_segments_lost", .evidence = std::move(all)});
            return true;
        };
        // Seen where they do not arrive: the receiver reports what came after them, or never acknowledges them.
        if (const auto hole = self.missing()) {
            const bool reported = peer.selectiveSeen && !before(*peer.selectiveSeen, hole->end) &&
                                  std::max(m_last, endOfRecording) - hole->seen >= lossTime;
            const bool never = peer.lastPacket - hole->seen >= lossTime;
            const std::uint32_t bytes = hole->end - hole->begin;
            if ((reported || never) && bytes >= largeSegment && bytes > self.largestSent)
                return found(hole->seen, bytes, self.largestSent, 1);
        }
        // Seen where they are sent: again and again, and the other side lives but never acknowledges them.
        const auto lost = self.unacknowledged();
        if (!lost) continue;
        const bool peerLives = peer.lastPacket > lost->first + std::chrono::milliseconds(200);
        const bool insisted = lost->times >= 3 || m_last - lost->first >= clientPatience;
        if (insisted && peerLives && lost->length() >= largeSegment && lost->length() > self.largestAcknowledged)
            return found(lost->first, lost->length(), self.largestAcknowledged, lost->times);
        if (insisted)
            m_teller.say(lost->first, "unacknowledged",
                         {with("side", side), with("lost.bytes", std::uint64_t{lost->length()}),
                          with("times", std::uint64_t{lost->times})});
    }
    return false;
}

void TcpStream::judgeEnd(Story& story, const End& end, Time endOfRecording)
{
    const TcpHalf& client = half(Side::Client);
    const TcpHalf& server = half(Side::Server);
    const bool byServer = end.by(Side::Server);
    std::vector<Evidence> how;
    if (byServer && end.at >= client.lastData && client.bytes != 0) {
        const Evidence after = within("ended.after", end.at - client.lastData);
        how.push_back(with("ended.how", std::string(end.reset ? "cut off hard" : "closed") + " " + after.value +
                                            " after the last message to it"));
        how.push_back(after);
    }
    const auto cut = [&](std::string_view id) {
        story.findings.push_back({.id = std::string(id), .evidence = how});
        story.findings.push_back(
            {.id = end.reset ? "transport.ended_by_reset" : "transport.ended_by_fin", .weight = Weight::Note});
    };
    const auto silent = [&](std::string_view id) { story.findings.push_back({.id = std::string(id)}); };
    const Time waited = (end.any ? end.at : endOfRecording) - client.lastData;
    const bool noAnswer = client.bytes != 0 && server.lastData < client.lastData && !byServer &&
                          waited >= (end.any ? clientPatience : patience);
    const bool rdp = story.kind == Kind::Rdp;
    switch (story.stage) {
    case Stage::Opening:
    case Stage::Refused: return;
    case Stage::Open:
        if (byServer) cut("transport.cut_at_connect");
        return;
    case Stage::Requested:
        if (byServer && !m_stages.saidGoodbye() && !m_stages.heard(Side::Server))
            cut(rdp                         ? "transport.cut_at_connect"
                : story.kind == Kind::Proxy ? "network.proxy_unreachable"
                                            : "transport.gateway_cut");
        else if (noAnswer)
            silent(rdp                         ? "transport.no_confirm"
                   : story.kind == Kind::Proxy ? "network.proxy_unreachable"
                                               : "transport.gateway_cut");
        return;
    case Stage::Confirmed:
        if (byServer && !m_stages.saidGoodbye()) cut("transport.cut_after_confirm");
        return;
    case Stage::HelloSent:
        if (byServer && !m_stages.saidGoodbye())
            cut("transport.cut_on_client_hello");
        else if (noAnswer)
            silent("transport.tls_silent");
        return;
    case Stage::HelloAnswered:
        if (byServer && !m_stages.saidGoodbye()) cut("transport.cut_during_tls");
        return;
    case Stage::Encrypted:
        // It may have been announced in an alert that nobody but the two can read; it is the server's will all the
        // same.
        if (byServer && rdp) cut("transport.cut_after_tls");
        return;
    case Stage::Session:
        if (!end.reset || half(end.side).reset->expected) return;
        if (const auto round = roundTime(end.idle))
            story.findings.push_back(
                {.id = "network.idle_reset",
                 .evidence = {within("idle", end.idle), with("idle.round", std::uint64_t(round->count())),
                              with("side", end.side)}});
        return;
    }
}

void TcpStream::judgeReset(Story& story, Side side, const HopsByAddress& hops)
{
    const TcpHalf& self = half(side);
    const Reset& reset = *self.reset;
    if (reset.expected || !(tells(story.kind) || story.kind == Kind::Unopened)) return;
    // Against its other packets in this connection, else against those of the address anywhere in the recording.
    const auto* seen = &self.hops;
    if (const auto elsewhere = hops.find(self.socket.address); self.packets == 0 && elsewhere != hops.end())
        seen = &elsewhere->second;
    const auto most = static_cast<std::uint8_t>(std::ranges::max_element(*seen) - seen->begin());
    const auto usual = (*seen)[reset.hops] != 0 ? reset.hops : most;
    story.observations = observeReset(self, half(other(side)), usual, (*seen)[usual]);
    for (Observation& one : story.observations) one.with.push_back(with("side", side));
    const Sender sender = judgeSender(story.observations);
    if (sender == Sender::Unclear) return;
    Finding finding{.id = "network.reset_by_middlebox_seen", .evidence = {with("side", side)}};
    if (sender == Sender::Itself)
        finding = {.id = "network.reset_fits_sender", .weight = Weight::Note, .evidence = finding.evidence};
    for (const auto& one : story.observations)
        for (const auto& evidence : one.with)
            if (std::ranges::find(finding.evidence, evidence.key, &Evidence::key) == finding.evidence.end())
                finding.evidence.push_back(evidence);
    story.findings.push_back(std::move(finding));
}

// Wrong on nearly everything that a side sends: the recording was made before a network card put the sums in. Wrong now
// and then, and sent again: damaged on the way.
void TcpStream::judgeChecksums(Story& story)
{
    std::string offloading;
    std::uint32_t bad = 0, checked = 0;
    for (const Side side : {Side::Client, Side::Server}) {
        const TcpHalf& self = half(side);
        if (self.checksums >= 3 && self.badChecksums * 2 >= self.checksums) {
            offloading += (offloading.empty() ? "" : " and the ") + std::string(name(side));
            bad += self.badChecksums;
            checked += self.checksums;
        } else if (self.badSentAgain != 0) {
            const std::vector<Evidence> all{with("side", side), with("bad", std::uint64_t{self.badChecksums}),
                                            with("checked", std::uint64_t{self.checksums})};
            m_teller.say(m_last, "damaged", all);
            story.findings.push_back({.id = "network.damaged_segments", .weight = Weight::Degrades, .evidence = all});
        }
        const auto allowed = half(other(side)).largestSegment;
        if (!allowed || self.largestSent <= *allowed) continue;
        const std::vector<Evidence> all{with("side", side), with("largest", std::uint64_t{self.largestSent})};
        m_teller.say(m_last, "oversized", all);
        story.findings.push_back({.id = "network.offload_segments", .weight = Weight::Note, .evidence = all});
    }
    if (offloading.empty()) return;
    const std::vector<Evidence> all{with("side", offloading), with("bad", std::uint64_t{bad}),
                                    with("checked", std::uint64_t{checked})};
    m_teller.say(m_last, "offload", all);
    story.findings.push_back({.id = "network.offload_checksums", .weight = Weight::Note, .evidence = all});
}

}    // namespace rdpmend::capture

// One TCP connection, followed from packet to packet.
#pragma once

#include <array>
#include <map>

#include "core/capture/middlebox.h"
#include "core/capture/reassembly.h"
#include "core/capture/stages.h"
#include "core/capture/tcp_half.h"

namespace rdpmend::capture {

// With which TTL the packets of an address came, resets left out: to compare where a connection itself has too few.
using HopsByAddress = std::map<Address, std::array<std::uint32_t, 256>>;

class TcpStream {
public:
    TcpStream(std::uint32_t number, const Socket& client, const Socket& server, Time at);
    TcpStream(const TcpStream&) = delete;
    TcpStream& operator=(const TcpStream&) = delete;

    void onSegment(const IpPacket& packet, const TcpSegment& segment, Time at);
    void onIcmp(const IcmpError& error, const Address& from, Time at);

    // A SYN that begins another connection between the same ports.
    bool isOver(const TcpSegment& segment) const;
    Kind kind() const;
    std::uint32_t number() const { return m_number; }
    // Ends the telling; `endOfRecording` tells silence from a recording that just ended.
    Story finish(Time endOfRecording, const HopsByAddress& hops);

private:
    TcpHalf& half(Side side) { return m_halves[static_cast<std::size_t>(side)]; }
    const TcpHalf& half(Side side) const { return m_halves[static_cast<std::size_t>(side)]; }
    bool opened() const { return m_opened || m_midway; }

    void measure(Side from, const IpPacket& packet, const TcpSegment& segment, Time at);
    void onSyn(Side from, const TcpSegment& segment, Time at);
    void onData(Side from, const TcpSegment& segment, Time at);
    void onAck(Side from, const TcpSegment& segment, Time at);
    void onFin(Side from, Time at);
    void onReset(Side from, const IpPacket& packet, const TcpSegment& segment, Time at);

    // judge.cpp: what it all means.
    struct End;
    End firstEnd() const;
    void judgeOpening(Story& story, Time endOfRecording);
    void judgeWay(Story& story, Time endOfRecording);
    void judgeEnd(Story& story, const End& end, Time endOfRecording);
    void judgeReset(Story& story, Side side, const HopsByAddress& hops);
    void judgeChecksums(Story& story);
    bool judgeLostSegments(Story& story, Time endOfRecording);

    std::uint32_t m_number;
    std::array<TcpHalf, 2> m_halves{};
    std::array<Reassembly, 2> m_order{};
    std::array<bool, 2> m_deaf{};
    Teller m_teller;
    Stages m_stages{m_teller};
    Time m_began{}, m_last{};
    Time m_idle{}, m_idleEnded{};    // the last long silence of both
    std::uint64_t m_packets = 0;
    bool m_opened = false;
    bool m_midway = false;    // the recording began after the connection did
    std::optional<IcmpError> m_icmp{};
    std::string m_icmpFrom{};
    std::uint32_t m_icmpErrors = 0;
    std::uint32_t m_fragments = 0, m_cut = 0;
};

}    // namespace rdpmend::capture

// The connections of a recording while it is read.
#pragma once

#include <list>
#include <map>
#include <memory>

#include "core/capture/tcp_stream.h"
#include "core/capture/udp_stream.h"

namespace rdpmend::capture {

class Tracker {
public:
    // False: nothing that concerns anybody here.
    bool onPacket(const Packet& packet);
    std::vector<Story> finish();    // in the order of Kind, then of number
    std::uint32_t untold() const { return m_untold; }

private:
    struct Flow {
        Socket low{}, high{};
        auto operator<=>(const Flow&) const = default;
    };
    struct Followed {
        Flow flow{};
        std::unique_ptr<TcpStream> stream{};
    };
    using Streams = std::list<Followed>;    // the one that was quiet longest is last

    static Flow flowOf(const Socket& a, const Socket& b);
    void onTcp(const IpPacket& packet, const TcpSegment& segment, Time at);
    void onUdp(const IpPacket& packet, const UdpDatagram& datagram, Time at);
    void onIcmp(const IpPacket& packet, const IcmpError& error, Time at);
    void makeRoom();
    void close(Streams::iterator stream);
    void tell(Story story);

    Streams m_streams;
    std::map<Flow, Streams::iterator> m_byFlow;
    std::map<Flow, UdpStream> m_udp;
    HopsByAddress m_hops;
    std::vector<Story> m_stories;
    std::uint32_t m_count = 0, m_untold = 0;
    Time m_last{};
};

}    // namespace rdpmend::capture

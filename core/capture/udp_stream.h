// One UDP flow that Remote Desktop may use: RDP over UDP on 3389 ([MS-RDPEUDP]), DTLS of a gateway on 3391 ([MS-TSGU]).
#pragma once

#include <array>

#include "core/capture/story.h"

namespace rdpmend::capture {

class UdpStream {
public:
    UdpStream(std::uint32_t number, const Socket& client, const Socket& server, Time at);

    // Whether a datagram can belong to such a flow, and which way; others are not followed.
    static bool concerns(const UdpDatagram& datagram);
    static bool isServerPort(std::uint16_t port) { return port == 3389 || port == 3391; }

    void onDatagram(Side from, const UdpDatagram& datagram, Time at);
    void onIcmp(const IcmpError& error, const Address& from, Time at);
    Story finish(Time endOfRecording);

private:
    Teller m_teller;
    std::uint32_t m_number;
    Socket m_client, m_server;
    Time m_began, m_last;
    Time m_knocked{};
    std::array<std::uint64_t, 2> m_packets{};
    std::uint32_t m_knocks = 0;    // SYN, ClientHello
    bool m_answered = false, m_refused = false, m_tls = false;
};

}    // namespace rdpmend::capture

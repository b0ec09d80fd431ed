#include "core/net/socket_system.h"

#ifdef __linux__
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace rdpmend {

#ifdef __linux__

std::optional<TcpFacts> tcpFacts(NativeSocket socket)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
    return TcpFacts{.roundTrip = std::chrono::microseconds(info.tcpi_rtt),
                    .roundTripVariation = std::chrono::microseconds(info.tcpi_rttvar),
                    .retransmitted = info.tcpi_total_retrans,
                    .unacknowledged = info.tcpi_unacked,
                    .mss = info.tcpi_snd_mss};
}

void reportAllIcmpErrors(NativeSocket socket, Family family)
{
    const int on = 1;
    const bool v4 = family == Family::V4;
    (void)::setsockopt(static_cast<int>(socket), v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_RECVERR : IPV6_RECVERR, &on,
                       sizeof on);
}

#else

std::optional<TcpFacts> tcpFacts(NativeSocket)
{
    return std::nullopt;
}

void reportAllIcmpErrors(NativeSocket, Family) {}

#endif

}    // namespace rdpmend

#include "core/net/socket_system.h"

#ifdef __linux__
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#elif defined(_WIN32)
#include <winsock2.h>

#include <mstcpip.h>
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

#elif defined(_WIN32)

// Since Windows 10 1703. It counts bytes where we count segments.
std::optional<TcpFacts> tcpFacts(NativeSocket socket)
{
    DWORD version = 0;
    TCP_INFO_v0 info{};
    DWORD size = 0;
    if (::WSAIoctl(static_cast<SOCKET>(socket), SIO_TCP_INFO, &version, sizeof version, &info, sizeof info, &size,
                   nullptr, nullptr) != 0)
        return std::nullopt;
    const auto segments = [&info](std::uint32_t bytes) {
        const std::uint32_t mss = info.Mss == 0 ? 1 : info.Mss;
        return bytes / mss + (bytes % mss == 0 ? 0 : 1);
    };
    return TcpFacts{.roundTrip = std::chrono::microseconds(info.RttUs),
                    .retransmitted = segments(info.BytesRetrans) + info.SynRetrans,
                    .unacknowledged = segments(info.BytesInFlight),
                    .mss = info.Mss};
}

void reportAllIcmpErrors(NativeSocket, Family) {}

#else

std::optional<TcpFacts> tcpFacts(NativeSocket)
{
    return std::nullopt;
}

void reportAllIcmpErrors(NativeSocket, Family) {}

#endif

}    // namespace rdpmend

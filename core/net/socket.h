// A TCP connection and a connected UDP socket. Each owns an event loop that turns only inside its calls, so there is no
// thread of ours: a call ends with its result, at its deadline, or at once when stop is requested.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/machine/net.h"

namespace rdpmend {

class Stopwatch {
public:
    std::chrono::microseconds elapsed() const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now() - m_start);
    }

private:
    Deadline::Clock::time_point m_start = Deadline::Clock::now();
};

// "192.0.2.1", "2001:db8::1", "fe80::1%eth0"; no brackets, and none of the shorthands that inet_aton knows.
std::optional<Address> parseLiteral(std::string_view text);

// One socket at a time: connect, talk, finish. A new connection needs a new object.
class TcpSocket {
public:
    TcpSocket();
    ~TcpSocket();

    std::optional<NetError> connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                                    const Deadline& deadline);
    std::optional<NetError> write(ByteView bytes, const Deadline& deadline);
    // Appends 1 ... min(atMost, 16 KiB) bytes. What arrived before a RST is handed out before Reset is reported.
    std::optional<NetError> read(Bytes& out, std::size_t atMost, const Deadline& deadline);
    // FIN, then reads and drops what is left for at most 200 ms, then closes.
    void finish();
    std::optional<TcpFacts> facts() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

class UdpSocket {
public:
    static constexpr std::size_t largestDatagram = 2048;    // bytes; what is longer is cut off

    UdpSocket();
    ~UdpSocket();

    // Only datagrams and ICMP errors of this peer are seen from here on.
    std::optional<NetError> connect(const Address& address, std::uint16_t port);
    std::optional<NetError> send(ByteView payload);
    std::optional<NetError> receive(Bytes& out, const Deadline& deadline);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}    // namespace rdpmend

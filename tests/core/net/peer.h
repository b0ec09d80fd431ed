// Far ends that play a script, on loopback, each on a thread of its own.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include "core/machine/net.h"
#include "tests/support/under_wine.h"

namespace rdpmend::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

const Address loopback4{.text = "127.0.0.1", .family = Family::V4};
const Address loopback6{.text = "::1", .family = Family::V6};
bool hasIpv6();

// Listens, and plays `script` with one connection after the other. The script may block for as long as the client is
// there; the socket is closed when it returns.
class Peer {
public:
    using Script = std::function<void(tcp::socket&)>;

    explicit Peer(Script script, const Address& address = loopback4);
    ~Peer();
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

private:
    void accept();

    Script m_script;
    asio::io_context m_loop{1};
    tcp::acceptor m_acceptor;
    std::jthread m_thread;
};

// What scripts are made of. None of them throws when the client is gone.
void send(tcp::socket& socket, ByteView bytes);
Bytes receive(tcp::socket& socket);      // what comes next; empty when the client is gone
void waitForEnd(tcp::socket& socket);    // until the client is gone
void reset(tcp::socket& socket);         // closes with a RST

// Answers datagrams. `answer` gives the reply, or nothing.
class UdpPeer {
public:
    using Answer = std::function<std::optional<Bytes>(const Bytes& datagram)>;

    explicit UdpPeer(Answer answer);
    ~UdpPeer();
    std::uint16_t port() const { return m_socket.local_endpoint().port(); }

private:
    void listen();

    Answer m_answer;
    asio::io_context m_loop{1};
    udp::socket m_socket;
    udp::endpoint m_from;
    Bytes m_buffer = Bytes(2048);
    std::jthread m_thread;
};

// A port that nobody listens on.
std::uint16_t closedTcpPort();
std::uint16_t closedUdpPort();

constexpr auto resetLooksClosed = "Wine: a reset that no read was waiting for looks like a close";

// Runs `call` with a stop token and requests stop after 50 ms: how long after that it returned.
std::chrono::milliseconds timeToStop(const std::function<void(std::stop_token)>& call);

inline std::optional<NetFailure> failureOf(const std::optional<NetError>& error)
{
    return error ? std::optional(error->failure) : std::nullopt;
}

inline Deadline soon()
{
    return Deadline::in(std::chrono::seconds(10));
}

// What a deadline may be overrun by on a machine that is busy with other things as well. Alone it is about 1 ms.
constexpr std::chrono::milliseconds tolerance{250};

}    // namespace rdpmend::test

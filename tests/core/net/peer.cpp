#include "tests/core/net/peer.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace rdpmend::test {
namespace {

using boost::system::error_code;

template <class Protocol>
typename Protocol::endpoint endpointOf(const Address& address)
{
    return {asio::ip::make_address(address.text), 0};
}

}    // namespace

bool hasIpv6()
{
    asio::io_context loop;
    error_code error;
    tcp::acceptor acceptor(loop);
    acceptor.open(tcp::v6(), error);
    if (!error) acceptor.bind(endpointOf<tcp>(loopback6), error);
    return !error;
}

Peer::Peer(Script script, const Address& address)
    : m_script(std::move(script)), m_acceptor(m_loop, endpointOf<tcp>(address))
{
    accept();
    m_thread = std::jthread([this] { m_loop.run(); });
}

Peer::~Peer()
{
    m_loop.stop();
}

void Peer::accept()
{
    m_acceptor.async_accept([this](const error_code& error, tcp::socket socket) {
        if (error) return;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        m_script(socket);
        socket.close(ignored);
        accept();
    });
}

void send(tcp::socket& socket, ByteView bytes)
{
    error_code ignored;
    asio::write(socket, asio::buffer(bytes.data(), bytes.size()), ignored);
}

Bytes receive(tcp::socket& socket)
{
    Bytes out(16 * 1024);
    error_code error;
    out.resize(socket.read_some(asio::buffer(out), error));
    return out;
}

void waitForEnd(tcp::socket& socket)
{
    while (!receive(socket).empty()) {}
}

void reset(tcp::socket& socket)
{
    error_code ignored;
    socket.set_option(tcp::socket::linger(true, 0), ignored);
    socket.close(ignored);
}

UdpPeer::UdpPeer(Answer answer) : m_answer(std::move(answer)), m_socket(m_loop, endpointOf<udp>(loopback4))
{
    listen();
    m_thread = std::jthread([this] { m_loop.run(); });
}

UdpPeer::~UdpPeer()
{
    m_loop.stop();
}

void UdpPeer::listen()
{
    m_socket.async_receive_from(asio::buffer(m_buffer), m_from, [this](const error_code& error, std::size_t count) {
        if (error) return;
        const auto end = m_buffer.begin() + static_cast<std::ptrdiff_t>(count);
        if (const auto reply = m_answer(Bytes(m_buffer.begin(), end))) {
            error_code ignored;
            m_socket.send_to(asio::buffer(*reply), m_from, 0, ignored);
        }
        listen();
    });
}

std::uint16_t closedTcpPort()
{
    asio::io_context loop;
    return tcp::acceptor(loop, endpointOf<tcp>(loopback4)).local_endpoint().port();
}

std::uint16_t closedUdpPort()
{
    asio::io_context loop;
    return udp::socket(loop, endpointOf<udp>(loopback4)).local_endpoint().port();
}

std::chrono::milliseconds timeToStop(const std::function<void(std::stop_token)>& call)
{
    std::stop_source source;
    Deadline::Clock::time_point stopped;
    std::jthread person([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stopped = Deadline::Clock::now();
        source.request_stop();
    });
    call(source.get_token());
    const auto returned = Deadline::Clock::now();
    person.join();
    return std::chrono::duration_cast<std::chrono::milliseconds>(returned - stopped);
}

}    // namespace rdpmend::test

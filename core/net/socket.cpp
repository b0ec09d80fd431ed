#include "core/net/socket.h"

#include <algorithm>
#include <exception>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include "core/net/socket_system.h"

namespace rdpmend {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t readChunk = 16 * 1024;
constexpr std::size_t drainLimit = 1024 * 1024;
constexpr std::chrono::milliseconds drainTime{200};

NetFailure failureOf(const error_code& error)
{
    namespace errc = boost::system::errc;
    if (error == asio::error::eof) return NetFailure::Closed;
    if (error == asio::error::connection_refused) return NetFailure::Refused;
    if (error == asio::error::timed_out) return NetFailure::Silent;
    if (error == asio::error::connection_reset || error == asio::error::connection_aborted ||
        error == asio::error::broken_pipe || error == asio::error::network_reset)
        return NetFailure::Reset;
    // Without any address of the family, a system refuses the socket or the source address instead of naming the route.
    if (error == asio::error::network_unreachable || error == asio::error::network_down ||
        error == asio::error::address_family_not_supported || error == errc::address_not_available)
        return NetFailure::NetworkUnreachable;
#ifdef _WIN32
    // So the Windows Filtering Platform answers connect().
    if (error == asio::error::access_denied) return NetFailure::Forbidden;
#endif
    if (error == errc::operation_not_permitted) return NetFailure::Forbidden;
    // EACCES is how Linux words ICMPv6 "administratively prohibited".
    if (error == asio::error::host_unreachable || error == asio::error::access_denied)
        return NetFailure::HostUnreachable;
#ifdef EHOSTDOWN
    if (error.value() == EHOSTDOWN) return NetFailure::HostUnreachable;
#endif
    return NetFailure::Other;
}

NetError failed(const error_code& error, const Stopwatch& watch)
{
    const auto failure = failureOf(error);
    if (failure == NetFailure::Closed) return {.failure = failure, .after = watch.elapsed()};
    return {.failure = failure, .system = error.value(), .words = error.message(), .after = watch.elapsed()};
}

// Asio throws where it cannot even make its event loop: out of descriptors or memory.
NetError failed(const std::exception& error, const Stopwatch& watch)
{
    return {.failure = NetFailure::Other, .words = error.what(), .after = watch.elapsed()};
}

struct Ended {
    std::optional<NetError> error{};
    std::size_t count = 0;    // bytes moved
};

// Starts one asynchronous operation and turns the loop until it ends, the deadline passes or stop is requested.
template <class Socket, class Start>
Ended await(asio::io_context& loop, Socket& socket, const Deadline& deadline, Start start)
{
    const Stopwatch watch;
    bool done = false;
    error_code error;
    std::size_t count = 0;
    loop.restart();
    start([&](const error_code& e, std::size_t n = 0) {
        done = true;
        error = e;
        count = n;
    });
    {
        const std::stop_callback wake(deadline.stop, [&loop] { loop.stop(); });
        loop.run_until(deadline.at);
    }
    if (!done) {
        error_code ignored;
        socket.cancel(ignored);
        loop.restart();
        loop.run();    // the handler still runs, with operation_aborted, or with the result that came just now
    }
    if (!error) return {.count = count};
    if (error != asio::error::operation_aborted) return {.error = failed(error, watch), .count = count};
    const auto failure = deadline.cancelled() ? NetFailure::Cancelled : NetFailure::Silent;
    return {.error = NetError{.failure = failure, .after = watch.elapsed()}, .count = count};
}

template <class Protocol>
error_code open(typename Protocol::socket& socket, typename Protocol::endpoint& endpoint, const Address& address,
                std::uint16_t port)
{
    error_code error;
    const auto ip = asio::ip::make_address(address.text, error);
    if (error) return error;
    endpoint = {ip, port};
    socket.open(endpoint.protocol(), error);
    return error;
}

}    // namespace

std::optional<Address> parseLiteral(std::string_view text)
{
    error_code error;
    const auto ip = asio::ip::make_address(std::string(text), error);
    if (error || text.find('\0') != std::string_view::npos) return std::nullopt;
    return Address{.text = ip.to_string(), .family = ip.is_v4() ? Family::V4 : Family::V6};
}

struct TcpSocket::State {
    asio::io_context loop{1};
    tcp::socket socket{loop};
    // A RST that a write found out is not told again to the next read: it would look like a FIN.
    bool wasReset = false;
    // Asio waits for ever when it is asked to read on after the end.
    std::optional<NetFailure> end{};
};

TcpSocket::TcpSocket() = default;
TcpSocket::~TcpSocket() = default;

std::optional<NetError> TcpSocket::connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                                           const Deadline& deadline)
{
    const Stopwatch watch;
    try {
        m_state = std::make_unique<State>();
        auto& socket = m_state->socket;
        tcp::endpoint endpoint;
        auto error = open<tcp>(socket, endpoint, address, port);
        if (!error && options.receiveBuffer != 0) {
            const auto size = std::min<std::uint32_t>(options.receiveBuffer, 1U << 30U);
            socket.set_option(tcp::socket::receive_buffer_size(static_cast<int>(size)), error);
        }
        if (!error) socket.set_option(tcp::no_delay(true), error);
        if (error) return failed(error, watch);
        return await(m_state->loop, socket, deadline,
                     [&](auto handler) { socket.async_connect(endpoint, std::move(handler)); })
            .error;
    } catch (const std::exception& error) {
        return failed(error, watch);
    }
}

std::optional<NetError> TcpSocket::write(ByteView bytes, const Deadline& deadline)
{
    if (!m_state) return NetError{.failure = NetFailure::Closed};
    while (!bytes.empty()) {
        const auto ended = await(m_state->loop, m_state->socket, deadline, [&](auto handler) {
            m_state->socket.async_write_some(asio::buffer(bytes.data(), bytes.size()), std::move(handler));
        });
        if (ended.error) {
            m_state->wasReset = m_state->wasReset || ended.error->failure == NetFailure::Reset;
            return ended.error;
        }
        bytes = bytes.subspan(ended.count);
    }
    return std::nullopt;
}

std::optional<NetError> TcpSocket::read(Bytes& out, std::size_t atMost, const Deadline& deadline)
{
    if (!m_state) return NetError{.failure = NetFailure::Closed};
    auto& end = m_state->end;
    if (end) return NetError{.failure = *end};
    const auto before = out.size();
    const auto size = std::min(atMost, readChunk);
    out.resize(before + size);
    auto ended = await(m_state->loop, m_state->socket, deadline, [&](auto handler) {
        m_state->socket.async_read_some(asio::buffer(out.data() + before, size), std::move(handler));
    });
    out.resize(before + ended.count);
    if (!ended.error) return std::nullopt;
    auto& failure = ended.error->failure;
    if (failure == NetFailure::Closed && m_state->wasReset) failure = NetFailure::Reset;
    if (failure == NetFailure::Closed || failure == NetFailure::Reset) end = failure;
    return ended.error;
}

void TcpSocket::finish()
{
    if (!m_state) return;
    error_code ignored;
    m_state->socket.shutdown(tcp::socket::shutdown_send, ignored);
    const auto deadline = Deadline::in(drainTime);
    Bytes dropped;
    for (std::size_t total = 0; total < drainLimit; total += dropped.size()) {
        dropped.clear();
        if (read(dropped, readChunk, deadline)) break;
    }
    m_state.reset();
}

std::optional<TcpFacts> TcpSocket::facts() const
{
    if (!m_state || !m_state->socket.is_open()) return std::nullopt;
    return tcpFacts(static_cast<NativeSocket>(m_state->socket.native_handle()));
}

struct UdpSocket::State {
    asio::io_context loop{1};
    udp::socket socket{loop};
};

UdpSocket::UdpSocket() = default;
UdpSocket::~UdpSocket() = default;

std::optional<NetError> UdpSocket::connect(const Address& address, std::uint16_t port)
{
    const Stopwatch watch;
    try {
        m_state = std::make_unique<State>();
        auto& socket = m_state->socket;
        udp::endpoint endpoint;
        auto error = open<udp>(socket, endpoint, address, port);
        if (!error) {
            reportAllIcmpErrors(static_cast<NativeSocket>(socket.native_handle()), address.family);
            socket.connect(endpoint, error);
        }
        if (error) return failed(error, watch);
        return std::nullopt;
    } catch (const std::exception& error) {
        return failed(error, watch);
    }
}

std::optional<NetError> UdpSocket::send(ByteView payload)
{
    if (!m_state) return NetError{.failure = NetFailure::Closed};
    const Stopwatch watch;
    error_code error;
    m_state->socket.send(asio::buffer(payload.data(), payload.size()), 0, error);
    if (error) return failed(error, watch);
    return std::nullopt;
}

std::optional<NetError> UdpSocket::receive(Bytes& out, const Deadline& deadline)
{
    if (!m_state) return NetError{.failure = NetFailure::Closed};
    out.resize(largestDatagram);
    const auto ended = await(m_state->loop, m_state->socket, deadline, [&](auto handler) {
        m_state->socket.async_receive(asio::buffer(out), std::move(handler));
    });
    out.resize(ended.count);
    // Windows says of a datagram that was cut off that it is an error; the start of it is as good as the whole.
    if (ended.error && ended.count == largestDatagram) return std::nullopt;
    return ended.error;
}

}    // namespace rdpmend

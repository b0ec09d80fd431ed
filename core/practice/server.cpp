#include "core/practice/server.h"

#include <atomic>
#include <list>
#include <optional>
#include <stop_token>
#include <thread>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

namespace rdpmend {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// How often a waiting thread looks whether it should stop.
constexpr std::chrono::milliseconds patience{10};
constexpr std::chrono::milliseconds farewell{200};

Error failed(std::string doing, const error_code& error)
{
    return {.domain = Domain::Socket, .code = error.value(), .doing = std::move(doing), .words = error.message()};
}

}    // namespace

struct TlsServer::Context {
    asio::ssl::context tls{asio::ssl::context::tls_server};
};

Result<TlsServer> TlsServer::make(const Identity& identity)
{
    TlsServer server;
    server.m_context = std::make_shared<Context>();
    asio::ssl::context& tls = server.m_context->tls;
    SSL_CTX* const native = tls.native_handle();
    // Security level 0: the practice host may have to show a weak certificate.
    SSL_CTX_set_security_level(native, 0);
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_num_tickets(native, 0);

    error_code error;
    tls.use_certificate(asio::buffer(identity.certificate), asio::ssl::context::asn1, error);
    if (!error) tls.use_private_key(asio::buffer(identity.privateKey), asio::ssl::context::asn1, error);
    if (!error && !identity.issuer.empty()) {
        const unsigned char* at = identity.issuer.data();
        X509* const issuer = d2i_X509(nullptr, &at, static_cast<long>(identity.issuer.size()));
        if (!issuer || SSL_CTX_add_extra_chain_cert(native, issuer) != 1) {
            X509_free(issuer);
            return refusal("The practice case cannot use its own certificate.");
        }
    }
    if (error) return failed("use the practice certificate", error);
    return server;
}

struct Connection::Socket {
    asio::io_context io{1};
    tcp::socket plain{io};
    std::optional<asio::ssl::stream<tcp::socket&>> tls{};
    std::stop_token stop{};
    Clock::time_point end = Clock::now() + connectionLimit;
    bool good = true;

    // Runs one asynchronous operation to its end; it is cancelled when the time is over or the server stops.
    template <class Begin>
    bool run(Begin begin, Clock::time_point until)
    {
        bool done = false;
        bool went = false;
        io.restart();
        begin([&done, &went](const error_code& error, std::size_t = 0) {
            done = true;
            went = !error;
        });
        while (!done) {
            if (stop.stop_requested() || Clock::now() >= until) {
                error_code ignored;
                plain.cancel(ignored);
                io.run();
                return false;
            }
            io.run_for(patience);
        }
        return went;
    }

    bool readSome(Bytes& out, std::size_t atMost, Clock::time_point until)
    {
        const std::size_t before = out.size();
        out.resize(before + atMost);
        std::size_t count = 0;
        const auto into = asio::buffer(out.data() + before, atMost);
        const auto begin = [this, into, &count](auto done) {
            const auto finish = [done, &count](const error_code& error, std::size_t size) {
                count = size;
                done(error, size);
            };
            if (tls) {
                tls->async_read_some(into, finish);
            } else {
                plain.async_read_some(into, finish);
            }
        };
        const bool went = run(begin, until);
        out.resize(before + count);
        return went && count > 0;
    }
};

bool Connection::read(Bytes& out, std::size_t atMost)
{
    return m_socket.good = m_socket.good && m_socket.readSome(out, atMost, m_socket.end);
}

bool Connection::readUpTo(Bytes& out, std::size_t size)
{
    while (out.size() < size) {
        if (!read(out, size - out.size())) return false;
    }
    return true;
}

bool Connection::write(ByteView bytes)
{
    const auto begin = [this, from = asio::buffer(bytes.data(), bytes.size())](auto done) {
        if (m_socket.tls) {
            asio::async_write(*m_socket.tls, from, done);
        } else {
            asio::async_write(m_socket.plain, from, done);
        }
    };
    return m_socket.good = m_socket.good && m_socket.run(begin, m_socket.end);
}

bool Connection::startTls(const TlsServer& tls)
{
    if (!m_socket.good) return false;
    m_socket.tls.emplace(m_socket.plain, tls.m_context->tls);
    const auto begin = [this](auto done) { m_socket.tls->async_handshake(asio::ssl::stream_base::server, done); };
    return m_socket.good = m_socket.run(begin, m_socket.end);
}

void Connection::reset()
{
    error_code ignored;
    m_socket.plain.set_option(asio::socket_base::linger(true, 0), ignored);
    m_socket.plain.close(ignored);
    m_socket.good = false;
}

void Connection::close()
{
    const auto until = Clock::now() + farewell;
    const auto sayGoodbye = [this](auto done) { m_socket.tls->async_shutdown(done); };
    if (m_socket.tls && m_socket.good) (void)m_socket.run(sayGoodbye, until);
    m_socket.tls.reset();
    error_code ignored;
    m_socket.plain.shutdown(tcp::socket::shutdown_send, ignored);
    Bytes left;
    while (m_socket.readSome(left, 4096, until)) left.clear();
    m_socket.plain.close(ignored);
    m_socket.good = false;
}

void Connection::hang()
{
    Bytes ignored;
    while (read(ignored, 4096)) ignored.clear();
}

void Connection::pause(std::chrono::milliseconds span)
{
    asio::steady_timer timer(m_socket.io, span);
    (void)m_socket.run([&timer](auto done) { timer.async_wait(done); }, m_socket.end);
}

struct Server::State {
    struct Worker {
        std::atomic<bool> done = false;
        std::jthread thread{};
    };

    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    std::uint16_t port = 0;
    Serve serve{};
    std::stop_source stop{};
    std::list<Worker> workers{};    // the accepting thread's alone while it runs
    std::jthread accepting{};

    void accept();
    void begin(std::unique_ptr<Connection::Socket> socket);
};

void Server::State::accept()
{
    while (!stop.stop_requested()) {
        auto socket = std::make_unique<Connection::Socket>();
        bool done = false;
        bool went = false;
        io.restart();
        acceptor.async_accept(socket->plain, [&done, &went](const error_code& error) {
            done = true;
            went = !error;
        });
        while (!done) {
            if (stop.stop_requested()) {
                error_code ignored;
                acceptor.cancel(ignored);
            }
            io.run_for(patience);
        }
        workers.remove_if([](const Worker& worker) { return worker.done.load(); });
        if (went && workers.size() < connectionsAtOnce) begin(std::move(socket));
    }
}

void Server::State::begin(std::unique_ptr<Connection::Socket> socket)
{
    socket->stop = stop.get_token();
    error_code ignored;
    socket->plain.set_option(tcp::no_delay(true), ignored);
    Worker& worker = workers.emplace_back();
    worker.thread = std::jthread([this, &worker, socket = std::move(socket)] {
        Connection connection(*socket);
        try {
            serve(connection);
        } catch (...) {
            // One connection that went wrong must not end the program; the far end sees it closed.
        }
        error_code unheard;
        socket->plain.close(unheard);
        worker.done = true;
    });
}

Server::Server(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(Serve serve)
{
    auto state = std::make_unique<State>();
    state->serve = std::move(serve);
    error_code error;
    const tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    state->acceptor.open(any.protocol(), error);
    if (!error) state->acceptor.bind(any, error);
    if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) state->port = state->acceptor.local_endpoint(error).port();
    if (error) return failed("listen on loopback for the practice case", error);
    state->accepting = std::jthread([raw = state.get()] { raw->accept(); });
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server()
{
    m_state->stop.request_stop();
    m_state->accepting.join();
    m_state->workers.clear();    // joins
}

std::uint16_t Server::port() const
{
    return m_state->port;
}

}    // namespace rdpmend

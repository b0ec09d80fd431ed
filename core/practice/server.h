// A TCP server on loopback for the practice host and gateway. Each connection is served by a thread of its own in plain
// sequence; what the far end sends is read in bounded pieces, and nothing outlives the server.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/practice/identity.h"

namespace rdpmend {

// The server's side of TLS 1.2 and 1.3 with one certificate.
class TlsServer {
public:
    static Result<TlsServer> make(const Identity& identity);

private:
    friend class Connection;
    struct Context;
    std::shared_ptr<Context> m_context{};
};

// Every call ends when the server stops, when the far end is gone, or after `connectionLimit`; false says so, and then
// every later call is false too.
class Connection {
public:
    static constexpr std::chrono::seconds connectionLimit{30};

    bool read(Bytes& out, std::size_t atMost);      // appends at least one byte
    bool readUpTo(Bytes& out, std::size_t size);    // appends until `out` has that size
    bool write(ByteView bytes);
    bool startTls(const TlsServer& tls);    // from here on inside TLS

    void reset();    // RST
    void close();    // close_notify and FIN; reads what is left so that no RST follows
    void hang();     // until the far end goes away
    void pause(std::chrono::milliseconds span);

private:
    friend class Server;
    struct Socket;
    explicit Connection(Socket& socket) : m_socket(socket) {}
    Socket& m_socket;
};

class Server {
public:
    static constexpr std::size_t connectionsAtOnce = 64;

    using Serve = std::function<void(Connection&)>;    // called from several threads
    // Listens on 127.0.0.1, on a port that the system chooses.
    static Result<std::unique_ptr<Server>> start(Serve serve);
    ~Server();    // ends all connections and waits for their threads

    std::uint16_t port() const;

private:
    struct State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}    // namespace rdpmend

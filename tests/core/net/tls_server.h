// The server's side of TLS as bytes in, bytes out, so that a script can stop, cut or spoil it at any point.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "tests/core/net/peer.h"
#include "tests/support/test_pki.h"

namespace rdpmend::test {

struct TlsServerOptions {
    std::vector<Issued> chain{};    // leaf first; empty: one made for the occasion
    int minVersion = 0x0301;
    int maxVersion = 0x0304;
    std::string suites12{};    // empty: OpenSSL's defaults
    std::string alpn{};
    bool requestClientCertificate = false;
};

class TlsServer {
public:
    explicit TlsServer(TlsServerOptions options = {});
    ~TlsServer();

    const std::vector<Issued>& chain() const { return m_options.chain; }

    class Session {
    public:
        explicit Session(const TlsServer& server);
        ~Session();

        // What the server answers to the client's handshake bytes.
        Bytes answer(ByteView fromClient);
        bool established() const;
        Bytes open(ByteView fromClient);    // the plain text in them
        Bytes seal(ByteView plain);
        Bytes closeNotify();
        std::string clientHelloName() const;    // SNI

    private:
        Bytes takeOutput();

        struct State;
        std::unique_ptr<State> m_state;
    };

    // The whole handshake with a client.
    void accept(tcp::socket& socket, Session& session) const;
    // Handshake, then gives back what it is sent, until the client is gone.
    void echo(tcp::socket& socket) const;

private:
    TlsServerOptions m_options;
    struct Context;
    std::unique_ptr<Context> m_context;
};

}    // namespace rdpmend::test

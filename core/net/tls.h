// The client's side of TLS over a TcpSocket. OpenSSL only turns bytes into bytes here; the socket stays ours, so that
// silence, FIN and RST are told apart at every point of the handshake.
#pragma once

#include <memory>

#include "core/machine/net.h"
#include "core/net/socket.h"

namespace rdpmend {

// Keeps OpenSSL from reading the system's openssl.cnf, whose limits would stand in the way of old servers. Works only
// before the first other use of OpenSSL in the process; every limit that matters here is also set by hand.
void startOpenSslWithoutConfiguration();

class TlsClient {
public:
    explicit TlsClient(TcpSocket& socket);    // outlives the client
    ~TlsClient();

    // Once. After a report with an error, write and read repeat that error.
    TlsReport handshake(const TlsOffer& offer, const Deadline& deadline);
    std::optional<NetError> write(ByteView bytes, const Deadline& deadline);
    std::optional<NetError> read(Bytes& out, std::size_t atMost, const Deadline& deadline);
    void sendCloseNotify(const Deadline& deadline);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}    // namespace rdpmend

#include "core/net/asio_net.h"

#include "core/net/resolver.h"
#include "core/net/socket.h"
#include "core/net/tls.h"

namespace rdpmend {
namespace {

class TcpStream : public Stream {
public:
    std::optional<NetError> connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                                    const Deadline& deadline)
    {
        return m_socket.connect(address, port, options, deadline);
    }

    std::optional<NetError> write(ByteView bytes, const Deadline& deadline) override
    {
        return m_tls ? m_tls->write(bytes, deadline) : m_socket.write(bytes, deadline);
    }

    std::optional<NetError> read(Bytes& out, std::size_t atMost, const Deadline& deadline) override
    {
        return m_tls ? m_tls->read(out, atMost, deadline) : m_socket.read(out, atMost, deadline);
    }

    TlsReport startTls(const TlsOffer& offer, const Deadline& deadline) override
    {
        if (m_tls)
            return {.error = NetError{.failure = NetFailure::Refusal,
                                      .words = "TLS can be started only once on a connection."}};
        m_tls = std::make_unique<TlsClient>(m_socket);
        return m_tls->handshake(offer, deadline);
    }

    void finish() override
    {
        if (m_tls) m_tls->sendCloseNotify(Deadline::in(std::chrono::milliseconds(100)));
        m_socket.finish();
    }

    std::optional<TcpFacts> facts() const override { return m_socket.facts(); }

private:
    TcpSocket m_socket;
    std::unique_ptr<TlsClient> m_tls;
};

class AsioNet : public Net {
public:
    Resolution resolve(std::string_view host, const Deadline& deadline) override
    {
        return rdpmend::resolve(host, systemResolver(), deadline);
    }

    Connected connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                      const Deadline& deadline) override
    {
        const Stopwatch watch;
        auto stream = std::make_unique<TcpStream>();
        auto error = stream->connect(address, port, options, deadline);
        if (error) stream.reset();
        return {.stream = std::move(stream), .error = std::move(error), .took = watch.elapsed()};
    }

    Datagram exchange(const Address& address, std::uint16_t port, ByteView payload, int tries,
                      std::chrono::milliseconds every, const Deadline& deadline) override
    {
        const Stopwatch watch;
        Datagram result;
        UdpSocket socket;
        result.error = socket.connect(address, port);
        if (!result.error) result.error = NetError{.failure = NetFailure::Silent};
        while (result.error && result.error->failure == NetFailure::Silent && result.sent < tries && !deadline.over()) {
            result.error = socket.send(payload);
            if (result.error) break;
            ++result.sent;
            result.error = socket.receive(result.reply, deadline.within(every));
        }
        if (deadline.cancelled() && result.error) result.error->failure = NetFailure::Cancelled;
        result.took = watch.elapsed();
        if (result.error) result.error->after = result.took;
        return result;
    }
};

}    // namespace

std::unique_ptr<Net> makeAsioNet()
{
    startOpenSslWithoutConfiguration();
    return std::make_unique<AsioNet>();
}

}    // namespace rdpmend

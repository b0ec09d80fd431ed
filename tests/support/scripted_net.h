// A network that plays a script: what each connection answers, in the order the connections are opened. It fails the
// test's expectations loudly: an unscripted connection is refused with words that say so.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/machine/net.h"

namespace rdpmend::test {

// What one connection does. After each write of ours the next reply is there to read; when the replies are used up the
// connection ends as `ending` says.
struct ConnectionScript {
    std::optional<NetError> connectError{};
    std::vector<Bytes> replies{};
    NetError ending{.failure = NetFailure::Silent};
    std::optional<TlsReport> tls{};    // nullopt: a complete TLS 1.3 handshake with an empty chain
    std::optional<TcpFacts> tcp{};
    std::chrono::microseconds took{};    // to connect
    bool closesUnasked = false;          // `ending` is there before anything is written
};

class ScriptedNet : public Net {
public:
    Resolution resolution{.addresses = {{.text = "192.0.2.17"}}, .v4 = NameAnswer::Found, .v6 = NameAnswer::NoAddress};
    std::deque<ConnectionScript> connections{};
    Datagram datagram{.error = NetError{.failure = NetFailure::Silent}};

    // What was done.
    std::vector<ConnectOptions> opened{};
    std::vector<Bytes> written{};
    std::vector<TlsOffer> offered{};
    int datagrams = 0;

    Resolution resolve(std::string_view, const Deadline&) override { return resolution; }
    Connected connect(const Address&, std::uint16_t, const ConnectOptions& options, const Deadline&) override;
    Datagram exchange(const Address&, std::uint16_t, ByteView, int, std::chrono::milliseconds, const Deadline&) override
    {
        ++datagrams;
        return datagram;
    }

private:
    class ScriptedStream;
};

// Well-formed answers of a healthy host.
Bytes confirmSelecting(std::uint32_t protocol);
Bytes negotiationFailure(std::uint32_t code);
Bytes challengeReply(std::chrono::system_clock::time_point clock);
Bytes settingsReply();
TlsReport completeTls(std::vector<Bytes> chain = {});
TlsReport brokenTls(NetFailure failure, bool serverSpoke = false);

}    // namespace rdpmend::test

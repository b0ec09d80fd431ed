// How far a connection came, from the bytes of both sides in order: X.224, TLS, HTTP of gateways and proxies, plain
// RDP. Keeps no more than a few KiB per side and stops listening once the session has begun.
#pragma once

#include <array>
#include <optional>

#include "core/capture/story.h"
#include "core/protocol/http.h"

namespace rdpmend::capture {

class Stages {
public:
    explicit Stages(Teller& teller) : m_teller(teller) {}

    // The next bytes of one side, in order.
    void hear(Side from, ByteView bytes, Time at);
    // Bytes of this side are missing: what follows cannot be understood any more.
    void lose(Side from, Time at);
    // Data of a side, whether understood or not; tells sign-in from session.
    void count(Side from, std::size_t bytes, Time at);

    Stage stage() const { return m_stage; }
    std::optional<Kind> kind() const { return m_kind; }    // by content alone
    const std::vector<Finding>& findings() const { return m_findings; }
    // The connection's own end was announced: MCS disconnect, TLS alert, failure code. A reset after that is no news.
    bool saidGoodbye() const { return m_goodbye; }
    bool heard(Side side) const { return half(side).bytes != 0; }

private:
    struct Half {
        Bytes unread{};
        std::size_t read = 0;        // of `unread`; what is read is dropped once per piece
        std::size_t searched = 0;    // of `unread`, for the end of an HTTP head
        std::uint64_t skip = 0;      // bytes to pass over: bodies, records
        std::uint64_t bytes = 0, encrypted = 0;
        bool deaf = false;
        bool tls = false;             // records have begun
        bool secret = false;          // ChangeCipherSpec, or TLS 1.3's encrypted records
        std::uint32_t record = 0;     // bytes of the current handshake record that are still to come
        std::uint64_t message = 0;    // bytes of the current handshake message that are still to be passed over
        Bytes handshake{};            // the beginning of a handshake message

        ByteView rest() const { return ByteView(unread).subspan(read); }
    };

    Half& half(Side side) { return m_halves[static_cast<std::size_t>(side)]; }
    const Half& half(Side side) const { return m_halves[static_cast<std::size_t>(side)]; }
    void reach(Stage stage);
    void add(Finding finding) { m_findings.push_back(std::move(finding)); }

    void hearPiece(Side from, ByteView piece, Time at);
    // Each takes one whole message from the front of what is unread; false: more bytes are needed, or it went deaf.
    bool step(Side from, Time at);
    bool stepTpkt(Side from, Time at);
    bool stepRecord(Side from, Time at);
    bool stepHandshake(Side from, Time at);
    bool stepHttp(Side from, Time at);
    void foreign(Side from, Time at);

    void onRequest(ByteView pdu, Time at);
    void onConfirm(ByteView pdu, Time at);
    void onData(Side from, ByteView pdu, Time at);
    void onHandshake(Side from, ByteView message, Time at);    // its beginning, at least the head
    void onAlert(Side from, ByteView content, Time at);
    void onEncrypted(Side from, Time at);
    void onHttpRequest(const protocol::HttpRequest& request, Time at);
    void onHttpResponse(const protocol::HttpResponse& response, Time at);

    Teller& m_teller;
    std::array<Half, 2> m_halves{};
    Stage m_stage = Stage::Open;
    std::optional<Kind> m_kind{};
    std::vector<Finding> m_findings{};
    bool m_goodbye = false;
    bool m_tunnelAsked = false;    // CONNECT
    bool m_webSocketAsked = false;
    bool m_certificateSeen = false;
    std::uint32_t m_plainPdus = 0;
    std::uint32_t m_requested = 0;
};

}    // namespace rdpmend::capture

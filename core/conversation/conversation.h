// The talk with the one endpoint that this PC really connects to: the host's RDP port, or the gateway's HTTPS port.
//
// A healthy endpoint costs one TCP connection: every probe that needs to know something reaches for the same first
// attempt, which advances stage by stage and remembers what it saw. Only when that left a question open does a probe
// ask it on a further connection: one at a time, after the one before was closed politely, never more than six in all,
// so that hosts behind rate limits are not mis-diagnosed because of us.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/machine/net.h"
#include "core/model/target.h"
#include "core/protocol/credssp.h"
#include "core/protocol/http.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/x224.h"

namespace rdpmend {

enum class Stage : std::uint8_t {
    Resolve,
    Connect,      // TCP
    Negotiate,    // X.224 Connection Request and Confirm; nothing to do at a gateway
    Tls,          // nothing to do when Standard RDP Security was selected
    Session,      // the first message inside: NTLM information (HYBRID), MCS Connect-Initial (SSL, RDP), RDG_OUT_DATA
};
std::string_view name(Stage stage);    // "resolve", "connect", "negotiate", "tls", "session"

// What a connection is for. The default is what the client that will really connect would do.
struct Question {
    std::optional<std::uint32_t> requestedProtocols = 0x0B;
    TlsOffer tls{};
    std::uint32_t receiveBuffer = 0;                  // see ConnectOptions
    std::chrono::milliseconds pauseAfterConfirm{};    // listen this long before the ClientHello
    std::uint32_t encryptionMethods = 0x1B;           // offered in MCS Connect-Initial
    protocol::GatewayTransport gatewayTransport = protocol::GatewayTransport::Http;
    Stage upTo = Stage::Session;
};

struct AddressTry {
    Address address{};
    std::optional<NetError> error{};    // nullopt: connected
    std::chrono::microseconds took{};
};

// The record of one connection.
struct Attempt {
    Question question{};
    std::vector<AddressTry> tries{};
    std::optional<Stage> completed{};    // the last stage that went well
    std::optional<NetError> error{};     // why it went no further; at stage completed + 1
    std::map<Stage, std::chrono::microseconds> took{};
    std::optional<protocol::ConnectionConfirm> confirm{};
    Bytes foreign{};    // first bytes of an answer that was not the protocol's
    std::optional<TlsReport> tls{};
    std::optional<protocol::TsRequest> tsRequest{};
    std::optional<protocol::NtlmChallenge> challenge{};
    std::optional<std::chrono::system_clock::time_point> challengeAt{};    // our clock, middle of the round trip
    std::optional<protocol::ConnectResponse> settings{};
    std::optional<std::uint8_t> ultimatum{};    // MCS Disconnect Provider Ultimatum
    std::optional<protocol::HttpResponse> http{};
    Bytes httpBody{};    // its first bytes, at most 4 KiB
    std::optional<TcpFacts> tcp{};

    bool reached(Stage stage) const { return completed && *completed >= stage; }
    // The stage at which it ended with `error`.
    Stage endedAt() const;
    // Reset or closed by the far end, as against silence or our own refusal.
    bool cutOff() const;
};

class Conversation {
public:
    static constexpr int connectionLimit = 6;

    // `usual` is what the client that will really connect asks: the question of the first attempt. SNI and ALPN of its
    // TLS offer are filled in here. `target` and `net` outlive the conversation.
    Conversation(const Target& target, Net& net, Question usual);
    ~Conversation();
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    bool isGateway() const { return m_target.gateway.has_value(); }
    const Endpoint& endpoint() const;    // gateway if there is one, else host
    const Endpoint& firstHop() const;    // what TCP is opened to: the proxy towards the gateway, else the endpoint

    const Resolution& resolution(const Deadline& deadline);
    // The first attempt, advanced up to `stage` (or as far as it goes): a copy of its record so far.
    Attempt reach(Stage stage, const Deadline& deadline);
    // A further connection. Closes the first one politely before. nullopt: the limit is used up.
    std::optional<Attempt> ask(const Question& question, const Deadline& deadline);
    // What the first attempt asks: the start for questions that vary one thing.
    const Question& usual() const { return m_usual; }

    int connections() const;    // opened so far
    void close();               // politely; later calls of reach go no further

private:
    struct Line;    // one open connection and its record
    const Resolution& resolve(const Deadline& deadline);
    void advance(Line& line, Stage upTo, const Deadline& deadline);

    const Target& m_target;
    Net& m_net;
    Question m_usual;
    mutable std::mutex m_mutex;
    std::optional<Resolution> m_resolution;
    std::unique_ptr<Line> m_first;
    int m_connections = 0;
};

}    // namespace rdpmend

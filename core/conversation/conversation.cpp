#include "core/conversation/conversation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rdpmend {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

// How long one stage may stay silent before that itself is the answer. Windows hosts under load take up to two seconds
// for a TLS flight; FreeRDP's client waits 9 s in all.
constexpr auto connectPatience = 6s;
constexpr auto answerPatience = 5s;
// A Connection Confirm, a Connect-Response and an MCS ultimatum are all shorter than this.
constexpr std::size_t foreignLimit = 4096;
// RDG-Connection-Id: it only has to be well formed. A fixed one lets a gateway's administrator find our tries in the
// log.
constexpr std::string_view connectionId = "{5F2D3A10-7C1E-4E0B-9B53-0D6A1C5E9A27}";

NetError refusalOfOurs(std::string words)
{
    return {.failure = NetFailure::Refusal, .words = std::move(words)};
}

}    // namespace

std::string_view name(Stage stage)
{
    switch (stage) {
    case Stage::Resolve: return "resolve";
    case Stage::Connect: return "connect";
    case Stage::Negotiate: return "negotiate";
    case Stage::Tls: return "tls";
    case Stage::Session: return "session";
    }
    return "";
}

Stage Attempt::endedAt() const
{
    if (!completed) return Stage::Resolve;
    return static_cast<Stage>(std::min(static_cast<int>(*completed) + 1, static_cast<int>(Stage::Session)));
}

bool Attempt::cutOff() const
{
    return error && (error->failure == NetFailure::Reset || error->failure == NetFailure::Closed);
}

// The stages of one connection. Each returns why it could not be completed.
struct Conversation::Line {
    Attempt record{};
    std::unique_ptr<Stream> stream{};
    Endpoint endpoint{};    // what is talked to in the end
    bool gateway = false;
    bool throughProxy = false;

    using Problem = std::optional<NetError>;

    Problem negotiate(const Deadline& deadline);
    Problem startTls(const Deadline& deadline);
    Problem startSession(const Deadline& deadline);
    Problem openTunnel(const Deadline& deadline);

    void finish()
    {
        if (!stream) return;
        record.tcp = stream->facts();
        stream->finish();
        stream.reset();
    }

private:
    Problem readPdu(Bytes& pdu, const Deadline& deadline);
    Problem askNtlm(const Deadline& deadline);
    Problem askSettings(const Deadline& deadline);
    Problem askHttp(const Bytes& request, const Deadline& deadline);
    Problem readHttp(const Deadline& deadline);
};

// One TPKT. What is not TPKT stays in record.foreign.
Conversation::Line::Problem Conversation::Line::readPdu(Bytes& pdu, const Deadline& deadline)
{
    pdu.clear();
    std::size_t wanted = protocol::tpktHeaderSize;
    while (pdu.size() < wanted) {
        if (auto problem = stream->read(pdu, wanted - pdu.size(), deadline)) {
            if (!pdu.empty()) record.foreign = pdu;
            return problem;
        }
        if (pdu.size() == protocol::tpktHeaderSize && wanted == protocol::tpktHeaderSize) {
            const auto length = protocol::tpktLength(pdu);
            if (!length) {
                // Some more bytes say who it is; a banner comes in one piece or soon after.
                (void)stream->read(pdu, foreignLimit - pdu.size(), deadline.within(300ms));
                record.foreign = std::move(pdu);
                return refusalOfOurs("the answer is not RDP");
            }
            wanted = *length;
        }
    }
    return {};
}

Conversation::Line::Problem Conversation::Line::negotiate(const Deadline& deadline)
{
    if (gateway) return {};
    if (auto problem = stream->write(protocol::connectionRequest(record.question.requestedProtocols), deadline)) {
        // A server that talks first and then closes has left its banner to read.
        (void)stream->read(record.foreign, foreignLimit, deadline.within(100ms));
        return problem;
    }
    Bytes pdu;
    if (auto problem = readPdu(pdu, deadline)) return problem;
    record.confirm = protocol::parseConnectionConfirm(pdu);
    if (!record.confirm) {
        record.foreign = std::move(pdu);
        return refusalOfOurs("the answer is not an X.224 Connection Confirm");
    }
    if (record.confirm->failure) return refusalOfOurs("the host refused what was requested");
    return {};
}

Conversation::Line::Problem Conversation::Line::startTls(const Deadline& deadline)
{
    if (!gateway && record.confirm->selected == protocol::protocolRdp) return {};
    if (record.question.pauseAfterConfirm > 0ms) {
        Bytes unasked;
        const auto heard = stream->read(unasked, foreignLimit, deadline.within(record.question.pauseAfterConfirm));
        if (heard && heard->failure != NetFailure::Silent) return heard;
    }
    record.tls = stream->startTls(record.question.tls, deadline);
    return record.tls->error;
}

Conversation::Line::Problem Conversation::Line::startSession(const Deadline& deadline)
{
    if (gateway)
        return askHttp(protocol::gatewayRequest(record.question.gatewayTransport, endpoint.host, connectionId),
                       deadline);
    const auto selected = record.confirm->selected;
    if ((selected & (protocol::protocolHybrid | protocol::protocolHybridEx)) != 0) return askNtlm(deadline);
    if (selected == protocol::protocolRdp || selected == protocol::protocolSsl) return askSettings(deadline);
    return {};    // RDSTLS and RDSAAD: the server speaks first, to a client that brings a token; nothing to ask without
                  // one
}

Conversation::Line::Problem Conversation::Line::askNtlm(const Deadline& deadline)
{
    constexpr std::uint32_t credSspVersion = 6;
    const auto asked = std::chrono::system_clock::now();
    if (auto problem = stream->write(protocol::tsRequest(credSspVersion, protocol::ntlmNegotiate()), deadline))
        return problem;

    Bytes reply;
    std::optional<std::size_t> length = 0;
    while (*length == 0 || reply.size() < *length) {
        if (reply.size() >= protocol::tsRequestLimit) return refusalOfOurs("the CredSSP answer is too long");
        if (auto problem = stream->read(reply, protocol::tsRequestLimit - reply.size(), deadline)) return problem;
        length = protocol::tsRequestLength(reply);
        if (!length) {
            record.ultimatum = protocol::parseDisconnectUltimatum(reply);
            record.foreign = std::move(reply);
            return refusalOfOurs("the answer is not CredSSP");
        }
    }
    reply.resize(*length);
    const auto answered = std::chrono::system_clock::now();
    record.tsRequest = protocol::parseTsRequest(reply);
    if (!record.tsRequest) {
        record.foreign = std::move(reply);
        return refusalOfOurs("the CredSSP answer is malformed");
    }
    record.challenge = protocol::parseNtlmChallenge(record.tsRequest->negoToken);
    record.challengeAt = asked + (answered - asked) / 2;
    return {};
}

Conversation::Line::Problem Conversation::Line::askSettings(const Deadline& deadline)
{
    const auto request = protocol::connectInitial(record.confirm->selected, record.question.encryptionMethods);
    if (auto problem = stream->write(request, deadline)) return problem;
    Bytes pdu;
    if (auto problem = readPdu(pdu, deadline)) return problem;
    record.settings = protocol::parseConnectResponse(pdu);
    record.ultimatum = protocol::parseDisconnectUltimatum(pdu);
    if (!record.settings && !record.ultimatum) {
        record.foreign = std::move(pdu);
        return refusalOfOurs("the answer to MCS Connect-Initial is malformed");
    }
    if (record.ultimatum) return refusalOfOurs("the host ended the connection with an MCS disconnect");
    return {};
}

Conversation::Line::Problem Conversation::Line::askHttp(const Bytes& request, const Deadline& deadline)
{
    if (auto problem = stream->write(request, deadline)) return problem;
    return readHttp(deadline);
}

Conversation::Line::Problem Conversation::Line::readHttp(const Deadline& deadline)
{
    constexpr std::size_t bodyLimit = 4096;
    Bytes received;
    protocol::HttpResponse response;
    for (;;) {
        if (received.size() >= protocol::httpHeadLimit) return refusalOfOurs("the HTTP answer has no end of its head");
        if (auto problem = stream->read(received, protocol::httpHeadLimit - received.size(), deadline)) {
            if (!received.empty()) record.foreign = received;
            return problem;
        }
        const auto parsed = protocol::parseHttpResponse(received, response);
        if (parsed == protocol::HttpParse::Good) break;
        if (parsed == protocol::HttpParse::NotHttp) {
            record.foreign = std::move(received);
            return refusalOfOurs("the answer is not HTTP");
        }
    }
    record.httpBody.assign(received.begin() + static_cast<std::ptrdiff_t>(response.headLength), received.end());
    record.httpBody.resize(std::min(record.httpBody.size(), bodyLimit));
    record.http = std::move(response);
    return {};
}

// CONNECT through an HTTP proxy: [RFC 9110] 9.3.6. The answer stays in record.http only when it is a refusal.
Conversation::Line::Problem Conversation::Line::openTunnel(const Deadline& deadline)
{
    if (auto problem = askHttp(protocol::connectRequest(endpoint.host, endpoint.port), deadline)) return problem;
    if (record.http->status / 100 != 2) return refusalOfOurs("the proxy refused the connection");
    record.http.reset();
    record.httpBody.clear();
    return {};
}

Conversation::Conversation(const Target& target, Net& net, Question usual)
    : m_target(target), m_net(net), m_usual(std::move(usual))
{
    if (!isAddress(endpoint().host)) m_usual.tls.sni = endpoint().host;
    if (isGateway()) m_usual.tls.alpn = "http/1.1";
}

Conversation::~Conversation()
{
    close();
}

const Endpoint& Conversation::endpoint() const
{
    return m_target.gateway ? *m_target.gateway : m_target.host;
}

const Endpoint& Conversation::firstHop() const
{
    return isGateway() && m_target.proxy ? *m_target.proxy : endpoint();
}

const Resolution& Conversation::resolve(const Deadline& deadline)
{
    if (!m_resolution) m_resolution = m_net.resolve(firstHop().host, deadline);
    return *m_resolution;
}

const Resolution& Conversation::resolution(const Deadline& deadline)
{
    const std::lock_guard lock(m_mutex);
    return resolve(deadline);
}

Attempt Conversation::reach(Stage stage, const Deadline& deadline)
{
    const std::lock_guard lock(m_mutex);
    if (!m_first) {
        m_first = std::make_unique<Line>();
        m_first->record.question = m_usual;
    }
    advance(*m_first, stage, deadline);
    if (m_first->stream) m_first->record.tcp = m_first->stream->facts();
    return m_first->record;
}

std::optional<Attempt> Conversation::ask(const Question& question, const Deadline& deadline)
{
    const std::lock_guard lock(m_mutex);
    if (m_connections >= connectionLimit) return std::nullopt;
    if (m_first) m_first->finish();
    Line line;
    line.record.question = question;
    advance(line, question.upTo, deadline);
    line.finish();
    return line.record;
}

int Conversation::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

void Conversation::close()
{
    const std::lock_guard lock(m_mutex);
    if (m_first) m_first->finish();
}

void Conversation::advance(Line& line, Stage upTo, const Deadline& deadline)
{
    auto& record = line.record;
    const auto done = [&record](Stage stage, std::chrono::steady_clock::time_point from) {
        record.completed = stage;
        record.took[stage] = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - from);
    };
    line.endpoint = endpoint();
    line.gateway = isGateway();
    line.throughProxy = isGateway() && m_target.proxy.has_value();

    if (!record.completed && !record.error) {
        const auto from = std::chrono::steady_clock::now();
        if (resolve(deadline).addresses.empty())
            record.error = refusalOfOurs("the name has no address");
        else
            done(Stage::Resolve, from);
    }
    if (upTo >= Stage::Connect && record.completed == Stage::Resolve && !record.error) {
        const auto from = std::chrono::steady_clock::now();
        const auto port = firstHop().port;
        const auto& addresses = m_resolution->addresses;
        for (const auto& address : addresses) {
            if (m_connections >= connectionLimit || deadline.over()) break;
            // With several addresses a silent one must not use up the time of those after it.
            const auto patience =
                addresses.size() > 1 && address != addresses.back() ? connectPatience / 3 : connectPatience;
            ++m_connections;
            auto connected = m_net.connect(address, port, {.receiveBuffer = record.question.receiveBuffer},
                                           deadline.within(patience));
            record.tries.push_back({.address = address, .error = connected.error, .took = connected.took});
            line.stream = std::move(connected.stream);
            if (line.stream) break;
        }
        if (line.stream) {
            if (line.throughProxy) record.error = line.openTunnel(deadline.within(answerPatience));
            if (!record.error) done(Stage::Connect, from);
        } else {
            record.error =
                record.tries.empty() ? refusalOfOurs("no connection is left to open") : record.tries.back().error;
        }
    }

    constexpr std::array stages{std::pair{Stage::Negotiate, &Line::negotiate}, std::pair{Stage::Tls, &Line::startTls},
                                std::pair{Stage::Session, &Line::startSession}};
    for (const auto& [stage, step] : stages) {
        if (upTo < stage || record.error || !record.completed ||
            static_cast<int>(*record.completed) + 1 != static_cast<int>(stage))
            continue;
        if (!line.stream) {
            record.error = refusalOfOurs("the connection was closed before");
            return;
        }
        const auto from = std::chrono::steady_clock::now();
        record.error = (line.*step)(deadline.within(answerPatience));
        if (record.error)
            line.finish();
        else
            done(stage, from);
    }
}

}    // namespace rdpmend

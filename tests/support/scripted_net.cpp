#include "tests/support/scripted_net.h"

#include <algorithm>

#include "core/protocol/credssp.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/x224.h"

namespace rdpmend::test {

class ScriptedNet::ScriptedStream : public Stream {
public:
    ScriptedStream(ScriptedNet& net, ConnectionScript script) : m_net(net), m_script(std::move(script)) {}

    std::optional<NetError> write(ByteView bytes, const Deadline&) override
    {
        m_net.written.emplace_back(bytes.begin(), bytes.end());
        if (m_reply < m_script.replies.size()) {
            const auto& reply = m_script.replies[m_reply++];
            m_unread.insert(m_unread.end(), reply.begin(), reply.end());
        }
        return std::nullopt;
    }

    std::optional<NetError> read(Bytes& out, std::size_t atMost, const Deadline&) override
    {
        if (m_unread.empty()) {
            const bool moreToCome = m_reply < m_script.replies.size();
            return moreToCome && !m_script.closesUnasked ? NetError{.failure = NetFailure::Silent} : m_script.ending;
        }
        const auto count = static_cast<std::ptrdiff_t>(std::min(atMost, m_unread.size()));
        out.insert(out.end(), m_unread.begin(), m_unread.begin() + count);
        m_unread.erase(m_unread.begin(), m_unread.begin() + count);
        return std::nullopt;
    }

    TlsReport startTls(const TlsOffer& offer, const Deadline&) override
    {
        m_net.offered.push_back(offer);
        return m_script.tls.value_or(completeTls());
    }

    void finish() override {}
    std::optional<TcpFacts> facts() const override { return m_script.tcp; }

private:
    ScriptedNet& m_net;
    ConnectionScript m_script;
    std::size_t m_reply = 0;
    Bytes m_unread{};
};

Connected ScriptedNet::connect(const Address&, std::uint16_t, const ConnectOptions& options, const Deadline&)
{
    opened.push_back(options);
    if (connections.empty()) return {.error = NetError{.words = "the script has no further connection"}};
    auto script = std::move(connections.front());
    connections.pop_front();
    if (script.connectError) return {.error = script.connectError};
    const auto took = script.took;
    return {.stream = std::make_unique<ScriptedStream>(*this, std::move(script)), .took = took};
}

Bytes confirmSelecting(std::uint32_t protocol)
{
    return protocol::connectionConfirm(
        {.sourceReference = 0x1234, .negotiated = true, .flags = 0x1F, .selected = protocol});
}

Bytes negotiationFailure(std::uint32_t code)
{
    return protocol::connectionConfirm({.sourceReference = 0x1234, .negotiated = true, .failure = code});
}

Bytes challengeReply(std::chrono::system_clock::time_point clock)
{
    const auto challenge = protocol::ntlmChallenge({.flags = 0x02810005,
                                                    .targetName = "EXAMPLE",
                                                    .netbiosComputer = "PC-17",
                                                    .netbiosDomain = "EXAMPLE",
                                                    .dnsComputer = "pc-17.example.com",
                                                    .dnsDomain = "example.com",
                                                    .timestamp = clock,
                                                    .major = 10,
                                                    .build = 20348});
    return protocol::tsRequest(6, challenge);
}

Bytes settingsReply()
{
    return protocol::connectResponse(
        {.version = 0x00080005, .requestedEcho = 0x0B, .encryptionMethod = 0, .encryptionLevel = 0});
}

TlsReport completeTls(std::vector<Bytes> chain)
{
    return {.reached = TlsStage::Finished,
            .serverSpoke = true,
            .version = "TLSv1.3",
            .suite = "TLS_AES_256_GCM_SHA384",
            .chain = std::move(chain)};
}

TlsReport brokenTls(NetFailure failure, bool serverSpoke)
{
    return {.error = NetError{.failure = failure},
            .reached = serverSpoke ? TlsStage::ServerHello : TlsStage::ClientHelloSent,
            .serverSpoke = serverSpoke};
}

}    // namespace rdpmend::test

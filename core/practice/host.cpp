#include "core/practice/host.h"

#include "core/base/text.h"
#include "core/practice/ending.h"
#include "core/practice/session_pdu.h"
#include "core/practice/tls_listener.h"
#include "core/protocol/credssp.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/x224.h"

namespace rdpmend {
namespace {

using namespace protocol;

constexpr std::uint32_t credSspVersion = 6;
constexpr std::uint8_t windowsFlags = 0x1F;    // RDP_NEG_RSP.flags of Windows 10 1607 and later
constexpr std::size_t tlsRecordLimit = 5 + 16 * 1024;

// One TPKT or one TSRequest; nullopt: neither, or the far end is gone.
std::optional<Bytes> readMessage(Connection& connection)
{
    Bytes message;
    if (!connection.readUpTo(message, tpktHeaderSize)) return std::nullopt;
    if (message[0] == 3) {
        const auto length = tpktLength(message);
        if (!length || !connection.readUpTo(message, *length)) return std::nullopt;
        return message;
    }
    for (;;) {
        const auto length = tsRequestLength(message);
        if (!length) return std::nullopt;
        if (*length == 0) {
            if (!connection.readUpTo(message, message.size() + 1)) return std::nullopt;
        } else {
            if (!connection.readUpTo(message, *length)) return std::nullopt;
            return message;
        }
    }
}

bool isConnectInitial(ByteView pdu)
{
    return pdu.size() > 9 && pdu[0] == 3 && pdu[7] == 0x7F && pdu[8] == 0x65;    // T.125 7, [APPLICATION 101]
}

// MessageType 3 of [MS-NLMP] 2.2.1.3
bool isAuthenticate(ByteView token)
{
    ByteReader in(token);
    return toText(in.take(8)) == std::string_view("NTLMSSP\0", 8) && in.u32le() == 3;
}

ConnectionConfirm refusal(std::uint32_t code)
{
    return {.sourceReference = 0x1234, .negotiated = true, .failure = code};
}

class Host final : public PracticeHost {
public:
    Host(HostSettings settings, const MachineView& machine) : m_settings(std::move(settings)), m_machine(machine) {}

    Status open(const Identity& authority)
    {
        return m_listener.open(authority, m_settings.certificate, m_settings.dnsName,
                               [this](Connection& connection) { serve(connection); });
    }

    std::uint16_t port() const override { return m_listener.port(); }

private:
    void serve(Connection& connection) const;
    // False: the connection is at its end.
    bool session(Connection& connection, const ConnectionRequest& request, std::uint32_t selected) const;
    bool signIn(Connection& connection, const Bytes& first) const;
    bool exchangeSettings(Connection& connection, const ConnectionRequest& request, std::uint32_t selected,
                          const Bytes& first) const;
    const Break* broken(Moment moment) const { return findBreak(m_settings.breaks, moment, m_machine); }
    ConnectionConfirm confirm(const ConnectionRequest& request) const;
    NtlmChallenge challenge() const;

    HostSettings m_settings;
    const MachineView& m_machine;
    TlsListener m_listener{};    // last: its threads use the rest
};

ConnectionConfirm Host::confirm(const ConnectionRequest& request) const
{
    if (m_settings.select) {
        return {.sourceReference = 0x1234, .negotiated = true, .flags = windowsFlags, .selected = *m_settings.select};
    }
    if ((request.requested.value_or(protocolRdp) & protocolHybrid) == 0) {
        return refusal(static_cast<std::uint32_t>(NegotiationFailure::HybridRequiredByServer));
    }
    return {.sourceReference = 0x1234, .negotiated = true, .flags = windowsFlags, .selected = protocolHybrid};
}

NtlmChallenge Host::challenge() const
{
    const std::string dns = toLower(m_settings.computer) + '.' + m_settings.dnsDomain;
    return {.flags = 0xE2898215,    // of a Windows Server 2022 in a domain
            .targetName = m_settings.domain,
            .netbiosComputer = m_settings.computer,
            .netbiosDomain = m_settings.domain,
            .dnsComputer = dns,
            .dnsDomain = m_settings.dnsDomain,
            .dnsTree = m_settings.dnsDomain,
            .timestamp = std::chrono::system_clock::now() + m_settings.clockOffset,
            .major = 10,
            .minor = 0,
            .build = 20348};
}

void Host::serve(Connection& connection) const
{
    if (const Break* b = broken(Moment::Accept)) return carryOut(*b, connection);
    const auto first = readMessage(connection);
    const auto request = first ? parseConnectionRequest(*first) : std::nullopt;
    if (!request) return connection.close();

    if (const Break* b = broken(Moment::Request)) return carryOut(*b, connection, connectionConfirm(refusal(b->code)));
    const ConnectionConfirm answer = confirm(*request);
    if (!connection.write(connectionConfirm(answer))) return;
    if (answer.failure) return connection.close();    // [MS-RDPBCGR] 3.3.5.3.2: the server must close
    if (const Break* b = broken(Moment::Confirm)) return carryOut(*b, connection);

    if (answer.selected != protocolRdp) {
        if (const Break* b = broken(Moment::ClientHello)) {
            Bytes hello;
            (void)connection.read(hello, tlsRecordLimit);
            return carryOut(*b, connection);
        }
        if (!connection.startTls(m_listener.tls())) return;
    }
    if (session(connection, *request, answer.selected)) connection.hang();    // an open session: the client ends it
}

bool Host::session(Connection& connection, const ConnectionRequest& request, std::uint32_t selected) const
{
    auto first = readMessage(connection);
    if (!first) return false;
    if (const Break* b = broken(Moment::Tls)) return carryOut(*b, connection), false;
    if ((selected & (protocolHybrid | protocolHybridEx)) != 0) {
        if (!signIn(connection, *first)) return false;
        first = readMessage(connection);
        if (!first) return false;
    }
    return exchangeSettings(connection, request, selected, *first);
}

bool Host::signIn(Connection& connection, const Bytes& first) const
{
    const auto negotiate = parseTsRequest(first);
    if (!negotiate || negotiate->negoToken.empty()) return connection.close(), false;
    if (!connection.write(tsRequest(credSspVersion, ntlmChallenge(challenge())))) return false;
    const auto second = readMessage(connection);
    if (!second) return false;
    const auto authenticate = parseTsRequest(*second);
    if (!authenticate || !isAuthenticate(authenticate->negoToken)) return connection.close(), false;
    if (const Break* b = broken(Moment::SignIn)) {
        return carryOut(*b, connection, tsRequestError(credSspVersion, b->code)), false;
    }
    return connection.write(tsRequest(credSspVersion, {}));
}

bool Host::exchangeSettings(Connection& connection, const ConnectionRequest& request, std::uint32_t selected,
                            const Bytes& first) const
{
    if (!isConnectInitial(first)) {
        (void)connection.write(disconnectUltimatum(/*rn-user-requested*/ 3));
        return connection.close(), false;
    }
    const bool legacy = selected == protocolRdp;
    const ConnectResponse response{.version = 0x0008000C,
                                   .requestedEcho = request.requested.value_or(protocolRdp),
                                   .encryptionMethod = legacy ? encryption128Bit : 0U,
                                   .encryptionLevel = legacy ? 3U : 0U,
                                   .multitransport = 0x105};
    if (!connection.write(connectResponse(response))) return false;
    if (const Break* b = broken(Moment::Licence)) return carryOut(*b, connection, setErrorInfo(b->code)), false;
    if (!connection.write(licenceGranted())) return false;
    if (const Break* b = broken(Moment::Session)) return carryOut(*b, connection, setErrorInfo(b->code)), false;
    return connection.write(setErrorInfo(0));
}

}    // namespace

Result<std::unique_ptr<PracticeHost>> PracticeHost::start(HostSettings settings, const Identity& authority,
                                                          const MachineView& machine)
{
    auto host = std::make_unique<Host>(std::move(settings), machine);
    if (auto opened = host->open(authority); !opened) return opened.error();
    return std::unique_ptr<PracticeHost>(std::move(host));
}

}    // namespace rdpmend

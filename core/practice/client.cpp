#include "core/practice/client.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/practice/session_pdu.h"
#include "core/protocol/credssp.h"
#include "core/protocol/http.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/x224.h"
#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

using namespace protocol;

constexpr auto settings = R"(Software\Microsoft\Terminal Server Client)";
constexpr std::string_view connectionId = "{7B1F0E0C-9A51-4C58-8B7E-1D5A3C2F4E60}";
constexpr auto kerberosLimit = std::chrono::minutes(5);
constexpr std::uint32_t credSspVersion = 6;

// OnDisconnected's reasons
enum : std::uint32_t {
    byServer = 0x3,
    dnsLookupFailed = 0x104,
    timedOut = 0x108,
    connectFailed = 0x204,
    timeoutOccurred = 0x704,
    logonFailed = 0x807,
    unexpectedCertificate = 0x907,
    socketClosed = 0x904,
    noSuchUser = 0xA07,
    nlaRequired = 0xB09,
    accountDisabled = 0xB07,
    accountRestriction = 0xC07,
    accountLockedOut = 0xD07,
    accountExpired = 0xE07,
    passwordExpired = 0xF07,
    passwordMustChange = 0x1207,
    certificateExpired = 0x1B07,
    clockDifference = 0x1D07,
    gatewayIdentity = 0x3000005,
    gatewayName = 0x3000006,
    gatewayExpired = 0x3000007,
    gatewayReceive = 0x300000A,
    gatewayAddress = 0x300000C,
    gatewayUnavailable = 0x300000D,
    gatewaySecurityPackage = 0x3000017,
    gatewayProxy = 0x3000020,
};
constexpr std::uint32_t deniedByServer = 7;    // ExtendedDisconnectReasonCode

// How a try ends; nullopt: it goes on, or it went well.
using End = std::optional<ReportedError>;
constexpr ReportedError said(std::uint32_t reason, std::uint32_t extended = 0)
{
    return {reason, extended};
}

ReportedError ended(const NetError& error)
{
    return said(error.failure == NetFailure::Silent ? timeoutOccurred : socketClosed);
}

ReportedError refusedSignIn(std::uint32_t ntStatus)
{
    switch (ntStatus) {
    case 0xC0000064: return said(noSuchUser);
    case 0xC000006E: return said(accountRestriction);
    case 0xC0000071: return said(passwordExpired);
    case 0xC0000072: return said(accountDisabled);
    case 0xC0000193: return said(accountExpired);
    case 0xC0000224: return said(passwordMustChange);
    case 0xC0000234: return said(accountLockedOut);
    default: return said(logonFailed);
    }
}

// The host said why; the pair of "denied" is the one that people report.
ReportedError explained(std::uint32_t errorInfo)
{
    return said(errorInfo == deniedByServer ? socketClosed : byServer, errorInfo);
}

// MessageType 3 of [MS-NLMP] 2.2.1.3 with every field empty: the practice PC has no password, and the practice host
// takes the sign-in's result from the PC's settings.
Bytes emptyAuthenticate()
{
    ByteWriter out;
    out.text(std::string_view("NTLMSSP\0", 8)).u8(3).zeros(3);
    out.zeros(6 * 8 + 4);    // six empty fields, flags
    return out.take();
}

// One connection, told apart by where it ends.
class Call {
public:
    Call(const Target& target, const MachineView& machine, Net& net, const Deadline& deadline)
        : m_target(target), m_machine(machine), m_net(net), m_deadline(deadline)
    {}

    End throughGateway(const Endpoint& gateway);
    End toHost();

private:
    End dial(const Endpoint& endpoint, std::uint32_t unknown, std::uint32_t unreachable);
    End judgeGateway(const Bytes& leaf, const std::vector<Bytes>& chain, const std::string& host) const;
    End judgeHost(const Bytes& leaf) const;
    End signIn();
    End beginSession(std::uint32_t selected);

    // What comes next as one TPKT, one TSRequest; nullopt: `m_error` says why.
    std::optional<Bytes> readPdu();
    std::optional<Bytes> readTsRequest();
    bool readUpTo(Bytes& out, std::size_t size);
    bool write(ByteView bytes) { return !(m_error = m_stream->write(bytes, m_deadline)); }
    ReportedError broken() const { return m_error ? ended(*m_error) : said(socketClosed); }

    const Target& m_target;
    const MachineView& m_machine;
    Net& m_net;
    const Deadline& m_deadline;
    std::unique_ptr<Stream> m_stream{};
    std::optional<NetError> m_error{};
};

End Call::dial(const Endpoint& endpoint, std::uint32_t unknown, std::uint32_t unreachable)
{
    const Resolution found = m_net.resolve(endpoint.host, m_deadline);
    if (found.addresses.empty()) return said(unknown);
    Connected connected;
    for (const Address& address : found.addresses) {
        connected = m_net.connect(address, endpoint.port, {}, m_deadline);
        if (!connected.error) break;
    }
    if (connected.error) {
        const bool silent = connected.error->failure == NetFailure::Silent && unreachable == connectFailed;
        return said(silent ? timedOut : unreachable);
    }
    m_stream = std::move(connected.stream);
    return std::nullopt;
}

bool Call::readUpTo(Bytes& out, std::size_t size)
{
    while (out.size() < size) {
        m_error = m_stream->read(out, size - out.size(), m_deadline);
        if (m_error) return false;
    }
    return true;
}

std::optional<Bytes> Call::readPdu()
{
    Bytes pdu;
    if (!readUpTo(pdu, tpktHeaderSize)) return std::nullopt;
    const auto length = tpktLength(pdu);
    if (!length || !readUpTo(pdu, *length)) return std::nullopt;
    return pdu;
}

std::optional<Bytes> Call::readTsRequest()
{
    Bytes request;
    for (;;) {
        const auto length = tsRequestLength(request);
        if (!length) return std::nullopt;
        if (*length > 0 && request.size() >= *length) return request;
        if (!readUpTo(request, std::max(*length, request.size() + 1))) return std::nullopt;
    }
}

End Call::judgeGateway(const Bytes& leaf, const std::vector<Bytes>& chain, const std::string& host) const
{
    const auto certificate = readCertificate(leaf);
    if (!certificate) return said(gatewayIdentity);
    if (!nameMatches(*certificate, host)) return said(gatewayName);
    if (m_machine.now() > certificate->notAfter) return said(gatewayExpired);
    const bool trusted = verifyChain(chain, m_target.trustAnchors).trust == Trust::Trusted;
    return trusted ? std::nullopt : End(said(gatewayIdentity));
}

// A host's certificate that is unknown only makes mstsc ask, and the practice person says yes.
End Call::judgeHost(const Bytes& leaf) const
{
    const auto certificate = readCertificate(leaf);
    if (!certificate) return said(socketClosed);
    const RegistryKey servers{.hive = Hive::CurrentUser,
                              .path = std::string(settings) + R"(\Servers\)" + m_target.host.host};
    const auto remembered = m_machine.registryValue(servers, "CertHash");
    if (remembered && *remembered && toHex((*remembered)->data) != certificate->sha1)
        return said(unexpectedCertificate);
    if (m_machine.now() > certificate->notAfter) return said(certificateExpired);
    return std::nullopt;
}

End Call::throughGateway(const Endpoint& gateway)
{
    if (const End end = dial(gateway, gatewayAddress, gatewayAddress)) return end;
    const TlsReport tls = m_stream->startTls({.sni = gateway.host, .alpn = "http/1.1"}, m_deadline);
    if (!tls.complete() || tls.chain.empty()) return said(gatewayReceive);
    if (const End end = judgeGateway(tls.chain.front(), tls.chain, gateway.host)) return end;

    bool forced = false;
    for (const Hive hive : {Hive::CurrentUser, Hive::LocalMachine}) {
        const auto value = m_machine.registryValue({.hive = hive, .path = settings}, "RDGClientTransport");
        forced = forced || (value && *value && (*value)->asDword() == 1U);
    }
    const auto transport = forced ? GatewayTransport::RpcOverHttp : GatewayTransport::Http;
    if (!write(gatewayRequest(transport, gateway.host, connectionId))) return said(gatewayReceive);
    Bytes answer;
    HttpResponse response;
    HttpParse parsed = HttpParse::NeedMore;
    while (parsed == HttpParse::NeedMore && answer.size() <= httpHeadLimit) {
        if ((m_error = m_stream->read(answer, 4096, m_deadline))) return said(gatewayReceive);
        parsed = parseHttpResponse(answer, response);
    }
    m_stream->finish();
    m_stream.reset();
    if (parsed != HttpParse::Good) return said(gatewaySecurityPackage);
    const bool offersSignIn = std::ranges::any_of(response.all("WWW-Authenticate"), [](std::string_view scheme) {
        return startsWithIgnoringCase(scheme, "Negotiate") || startsWithIgnoringCase(scheme, "NTLM");
    });
    if (response.status == 401 && offersSignIn) return std::nullopt;
    if (response.status == 407) return said(gatewayProxy);
    if (response.status == 503) return said(gatewayUnavailable);
    return said(gatewaySecurityPackage);
}

End Call::toHost()
{
    if (const End end = dial(m_target.host, dnsLookupFailed, connectFailed)) return end;
    if (!write(connectionRequest(protocolSsl | protocolHybrid | protocolHybridEx))) return broken();
    const auto pdu = readPdu();
    const auto confirm = pdu ? parseConnectionConfirm(*pdu) : std::nullopt;
    if (!confirm) return broken();
    if (confirm->failure) {
        const auto nla = static_cast<std::uint32_t>(NegotiationFailure::HybridRequiredByServer);
        return said(*confirm->failure == nla ? nlaRequired : socketClosed);
    }
    if (confirm->selected != protocolRdp) {
        const TlsReport tls = m_stream->startTls({.sni = m_target.host.host}, m_deadline);
        if (tls.error) return ended(*tls.error);
        if (tls.chain.empty()) return said(socketClosed);
        if (const End end = judgeHost(tls.chain.front())) return end;
    }
    if ((confirm->selected & (protocolHybrid | protocolHybridEx)) != 0) {
        if (const End end = signIn()) return end;
    }
    const End end = beginSession(confirm->selected);
    m_stream->finish();
    return end;
}

End Call::signIn()
{
    if (!write(tsRequest(credSspVersion, ntlmNegotiate()))) return broken();
    const auto first = readTsRequest();
    const auto offer = first ? parseTsRequest(*first) : std::nullopt;
    const auto challenge = offer ? parseNtlmChallenge(offer->negoToken) : std::nullopt;
    if (!challenge) return broken();
    if (challenge->timestamp && std::chrono::abs(*challenge->timestamp - m_machine.now()) > kerberosLimit) {
        return said(clockDifference);
    }
    if (!write(tsRequest(credSspVersion, emptyAuthenticate()))) return broken();
    const auto second = readTsRequest();
    const auto verdict = second ? parseTsRequest(*second) : std::nullopt;
    if (!verdict) return broken();
    if (verdict->errorCode) return refusedSignIn(*verdict->errorCode);
    return std::nullopt;
}

// Settings, licence, and whether the session then lives.
End Call::beginSession(std::uint32_t selected)
{
    const std::uint32_t methods = encryption40Bit | encryption128Bit | encryption56Bit | encryptionFips;
    if (!write(connectInitial(selected, methods))) return broken();
    const auto response = readPdu();
    if (!response) return broken();
    if (!parseConnectResponse(*response)) return said(byServer);
    const Bytes granted = licenceGranted();
    for (const bool licensing : {true, false}) {
        const auto pdu = readPdu();
        if (!pdu) return broken();
        if (licensing && *pdu == granted) continue;
        const auto errorInfo = parseErrorInfo(*pdu);
        if (!errorInfo) return said(socketClosed);
        if (*errorInfo != 0) return explained(*errorInfo);
    }
    return std::nullopt;
}

}    // namespace

std::optional<ReportedError> connectAsClient(const Target& target, const MachineView& machine, Net& net,
                                             const Deadline& deadline)
{
    Call call(target, machine, net, deadline);
    if (target.gateway) {
        if (auto end = call.throughGateway(*target.gateway)) return end;
    }
    // A practice gateway forwards nothing: once it would let the PC in, the host is dialled directly.
    return call.toHost();
}

}    // namespace rdpmend

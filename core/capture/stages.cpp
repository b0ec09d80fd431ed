// Which protocol speaks next, and the plain part of RDP. [MS-RDPBCGR] 2.2.1, 1.3.1.1.
#include "core/capture/stages.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/protocol/identify.h"
#include "core/protocol/mcs.h"
#include "core/protocol/x224.h"

namespace rdpmend::capture {
namespace {

constexpr std::size_t unreadLimit = 8 * 1024;
// What sign-in takes is less than this: CredSSP is about 1 KiB from the server, TLS' own end and MCS a little more.
constexpr std::uint64_t sessionBytes = 8 * 1024;
constexpr std::uint32_t sessionPdus = 10;    // plain RDP: MCS and security exchange are fewer

// A request begins with a method, in capital letters; an answer with its version.
bool mayBeHttp(Side from, ByteView bytes)
{
    constexpr std::string_view version = "HTTP/";
    if (from == Side::Client) return bytes[0] >= 'A' && bytes[0] <= 'Z';
    const auto begin = bytes.first(std::min(bytes.size(), version.size()));
    return version.starts_with(toText(begin));
}

// "Cookie: mstshash=alice", "Cookie: msts=...": what stands behind.
std::string nameIn(std::string_view cookie)
{
    const auto equals = cookie.find('=');
    return std::string(equals == std::string_view::npos ? cookie : cookie.substr(equals + 1));
}

}    // namespace

void Stages::reach(Stage stage)
{
    m_stage = std::max(m_stage, stage);
}

// In small pieces: what is unread stays small however large a segment is.
void Stages::hear(Side from, ByteView bytes, Time at)
{
    constexpr std::size_t piece = 4 * 1024;
    half(from).bytes += bytes.size();
    for (; !bytes.empty() && !half(from).deaf; bytes = bytes.subspan(std::min(piece, bytes.size())))
        hearPiece(from, bytes.first(std::min(piece, bytes.size())), at);
    if (half(from).deaf) half(from).unread = half(from).handshake = {};
}

void Stages::hearPiece(Side from, ByteView piece, Time at)
{
    Half& self = half(from);
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(self.skip, piece.size()));
    self.skip -= passed;
    self.unread.insert(self.unread.end(), piece.begin() + static_cast<std::ptrdiff_t>(passed), piece.end());
    while (!self.deaf && self.read < self.unread.size() && step(from, at)) continue;
    self.unread.erase(self.unread.begin(), self.unread.begin() + static_cast<std::ptrdiff_t>(self.read));
    self.searched -= std::min(self.searched, self.read);
    self.read = 0;
    if (self.unread.size() > unreadLimit) self.deaf = true;
}

// The beginning of a hello says enough, also where recordings keep only the beginnings of packets.
void Stages::lose(Side from, Time at)
{
    Half& self = half(from);
    if (!self.deaf && self.message == 0 && self.handshake.size() > 4) onHandshake(from, self.handshake, at);
    self = {.bytes = self.bytes, .encrypted = self.encrypted, .deaf = true};
}

void Stages::count(Side from, std::size_t bytes, Time at)
{
    // Where the end of the handshake could not be seen, more than any handshake has must have been exchanged.
    const bool unseen = m_stage >= Stage::HelloSent && m_stage < Stage::Encrypted &&
                        (half(Side::Client).deaf || half(Side::Server).deaf);
    if (m_stage != Stage::Encrypted && !unseen) return;
    half(from).encrypted += bytes;
    const auto wanted = unseen ? 4 * sessionBytes : sessionBytes;
    if (half(Side::Server).encrypted < wanted || half(Side::Client).encrypted == 0) return;
    reach(Stage::Session);
    m_teller.say(at, "session");
    for (Half& one : m_halves) one.deaf = true;
}

bool Stages::step(Side from, Time at)
{
    Half& self = half(from);
    const auto rest = self.rest();
    const auto first = rest.front();
    if (self.tls) return stepRecord(from, at);
    if (first == 0x03) return stepTpkt(from, at);
    if (first >= 0x14 && first <= 0x17) {
        if (rest.size() < 2) return false;
        if (rest[1] == 0x03) {
            self.tls = true;
            return true;
        }
    }
    if (mayBeHttp(from, rest)) return stepHttp(from, at);
    foreign(from, at);
    return false;
}

void Stages::foreign(Side from, Time at)
{
    Half& self = half(from);
    self.deaf = true;
    if (from != Side::Server || m_stage > Stage::Requested) return;
    const auto protocol = protocol::identify(self.rest());
    if (m_stage == Stage::Requested && m_kind == Kind::Rdp) {
        m_teller.say(at, "not_rdp", {with("answers.protocol", std::string(protocol))});
        add({.id = "network.not_rdp", .evidence = {with("answers.protocol", std::string(protocol))}});
    }
}

bool Stages::stepTpkt(Side from, Time at)
{
    Half& self = half(from);
    const auto rest = self.rest();
    if (rest.size() < protocol::tpktHeaderSize) return false;
    const auto length = protocol::tpktLength(rest);
    if (!length) {
        foreign(from, at);
        return false;
    }
    if (rest.size() < *length) return false;
    const ByteView pdu = rest.first(*length);
    switch (pdu[5] & 0xF0U) {
    case 0xE0:
        if (from == Side::Client) onRequest(pdu, at);
        break;
    case 0xD0:
        if (from == Side::Server) onConfirm(pdu, at);
        break;
    case 0xF0: onData(from, pdu, at); break;
    default: break;
    }
    self.read += *length;
    return true;
}

void Stages::onRequest(ByteView pdu, Time at)
{
    m_kind = Kind::Rdp;
    reach(Stage::Requested);
    const auto request = protocol::parseConnectionRequest(pdu);
    if (!request) return m_teller.say(at, "request_malformed");
    m_requested = request->requested.value_or(protocol::protocolRdp);
    m_teller.say(
        at, "request",
        {with("negotiation.requested", request->requested ? protocol::protocolNames(m_requested) : std::string{}),
         with("request.user", nameIn(request->cookieOrToken), Privacy::Personal)});
}

void Stages::onConfirm(ByteView pdu, Time at)
{
    m_kind = Kind::Rdp;
    const auto confirm = protocol::parseConnectionConfirm(pdu);
    if (!confirm) {
        reach(Stage::Confirmed);
        return m_teller.say(at, "confirm_malformed");
    }
    if (confirm->failure) {
        reach(Stage::Refused);
        m_goodbye = true;
        std::string words(protocol::name(static_cast<protocol::NegotiationFailure>(*confirm->failure)));
        if (words.empty()) words = std::to_string(*confirm->failure);
        m_teller.say(at, "refused", {with("negotiation.failure", words)});
        add({.id = std::string(protocol::findingFor(*confirm->failure)),
             .evidence = {with("negotiation.requested", protocol::protocolNames(m_requested)),
                          with("negotiation.failure", words)}});
        return;
    }
    reach(Stage::Confirmed);
    m_teller.say(at, confirm->negotiated ? "confirm" : "confirm_old",
                 {with("negotiation.selected", protocol::protocolNames(confirm->selected))});
    if (confirm->selected == protocol::protocolRdp && m_requested != protocol::protocolRdp)
        add({.id = "transport.downgraded_to_rdp",
             .weight = Weight::Degrades,
             .evidence = {with("negotiation.requested", protocol::protocolNames(m_requested))}});
}

// Plain RDP: MCS in X.224 data.
void Stages::onData(Side from, ByteView pdu, Time at)
{
    if (const auto reason = protocol::parseDisconnectUltimatum(pdu)) {
        m_goodbye = true;
        m_teller.say(at, "mcs_disconnect", {with("side", from), with("mcs.reason", std::uint64_t{*reason})});
        if (from == Side::Server && m_stage < Stage::Session && m_stage != Stage::Refused)
            add({.id = "transport.server_ended", .evidence = {with("mcs.reason", std::uint64_t{*reason})}});
        return;
    }
    m_kind = Kind::Rdp;
    if (pdu.size() > 9 && pdu[7] == 0x7F && pdu[8] == 0x65) m_teller.say(at, "mcs_initial");
    if (const auto response = protocol::parseConnectResponse(pdu))
        m_teller.say(
            at, "mcs_response",
            {with("encryption.level", response->encryptionLevel
                                          ? std::string(protocol::encryptionLevelName(*response->encryptionLevel))
                                          : std::string{})});
    if (++m_plainPdus != sessionPdus || half(Side::Server).bytes == 0) return;
    reach(Stage::Session);
    m_teller.say(at, "session_plain");
}

}    // namespace rdpmend::capture

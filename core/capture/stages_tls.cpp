// TLS as far as it is in clear text: the hello of both sides, the certificate (up to TLS 1.2), alerts. RFC 8446, 5246.
#include <fmt/format.h>

#include <algorithm>

#include "core/capture/stages.h"

namespace rdpmend::capture {
namespace {

enum Content : std::uint8_t { changeCipherSpec = 20, alert = 21, handshake = 22, applicationData = 23 };
enum Message : std::uint8_t { clientHello = 1, serverHello = 2, certificate = 11 };
constexpr std::size_t recordHead = 5, messageHead = 4;
constexpr std::size_t recordLimit = 0x4000 + 2048;    // RFC 5246 6.2.3
constexpr std::size_t messageKept = 4096;             // of a hello; hellos are shorter

std::string versionName(std::uint16_t version)
{
    switch (version) {
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "TLS 1.0";
    case 0x0302: return "TLS 1.1";
    case 0x0303: return "TLS 1.2";
    case 0x0304: return "TLS 1.3";
    default: return fmt::format("0x{:04X}", version);
    }
}

std::size_t lengthOf(ByteView message)
{
    return messageHead + (std::size_t{message[1]} << 16U | std::size_t{message[2]} << 8U | message[3]);
}

struct Hello {
    std::uint16_t version = 0;    // the highest offered, or the one chosen
    std::uint16_t suite = 0;      // chosen
    std::string serverName{};
};

void readExtensions(ByteReader reader, bool ofClient, Hello& hello)
{
    ByteReader extensions(reader.take(reader.u16be()));
    while (extensions.left() >= 4) {
        const auto type = extensions.u16be();
        ByteReader value(extensions.take(extensions.u16be()));
        if (type == 0 && ofClient) {    // server_name, RFC 6066 3
            value.skip(3);
            const auto text = value.take(value.u16be());
            hello.serverName = toText(text);
        }
        if (type == 43 && ofClient) {    // supported_versions, RFC 8446 4.2.1
            value.skip(1);
            while (value.left() >= 2) {
                const auto one = value.u16be();
                if (one <= 0x0304) hello.version = std::max(hello.version, one);    // others: GREASE
            }
        } else if (type == 43) {
            hello.version = value.u16be();
        }
    }
}

Hello readHello(ByteView message, bool ofClient)
{
    ByteReader reader(message);
    reader.skip(messageHead);
    Hello hello{.version = reader.u16be()};
    reader.skip(32);
    reader.skip(reader.u8());
    if (ofClient) {
        reader.skip(reader.u16be());
        reader.skip(reader.u8());
    } else {
        hello.suite = reader.u16be();
        reader.skip(1);
    }
    if (reader.ok() && reader.left() != 0) readExtensions(reader, ofClient, hello);
    return hello;
}

}    // namespace

bool Stages::stepRecord(Side from, Time at)
{
    Half& self = half(from);
    if (self.record != 0) return stepHandshake(from, at);
    const auto rest = self.rest();
    ByteReader reader(rest);
    const auto type = reader.u8();
    const auto version = reader.u16be();
    const std::size_t length = reader.u16be();
    if (!reader.ok()) return false;
    if (type < changeCipherSpec || type > applicationData || version >> 8U != 3 || length == 0 ||
        length > recordLimit) {
        self.deaf = true;
        return false;
    }
    const bool readable = !self.secret && type == handshake;
    if (type == alert) {
        if (rest.size() < recordHead + std::min<std::size_t>(length, 2)) return false;
        onAlert(from, self.secret || length != 2 ? ByteView{} : rest.subspan(recordHead, 2), at);
    }
    if (type == changeCipherSpec) self.secret = true;
    if (type == applicationData || (type == handshake && self.secret)) {
        self.secret = true;
        if (m_stage >= Stage::HelloAnswered || half(other(from)).secret) onEncrypted(from, at);
    }
    const std::size_t taken = std::min(rest.size(), recordHead + (readable ? 0 : length));
    if (readable)
        self.record = static_cast<std::uint32_t>(length);
    else
        self.skip = recordHead + length - taken;
    self.read += taken;
    return true;
}

// Handshake messages may be several to a record, and may span records.
bool Stages::stepHandshake(Side from, Time at)
{
    Half& self = half(from);
    const auto take = [&self](std::size_t count) {
        self.read += count;
        self.record -= static_cast<std::uint32_t>(count);
    };
    const std::size_t here = std::min<std::size_t>(self.rest().size(), self.record);
    if (self.message != 0) {    // the rest of one that is already told
        const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(self.message, here));
        self.message -= passed;
        take(passed);
        return passed != 0;
    }
    const bool headKnown = self.handshake.size() >= messageHead;
    const std::size_t whole = headKnown ? lengthOf(self.handshake) : messageHead;
    const std::size_t wanted = std::min(whole, messageKept) - self.handshake.size();
    const std::size_t got = std::min(wanted, here);
    const auto beginning = self.rest().first(got);
    self.handshake.insert(self.handshake.end(), beginning.begin(), beginning.end());
    take(got);
    if (self.handshake.size() < messageHead || (!headKnown && lengthOf(self.handshake) > messageHead)) return got != 0;
    const std::size_t length = lengthOf(self.handshake);
    if (self.handshake.size() < std::min(length, messageKept)) return got != 0;
    onHandshake(from, self.handshake, at);
    self.message = length - self.handshake.size();
    self.handshake.clear();
    return true;
}

void Stages::onHandshake(Side from, ByteView message, Time at)
{
    const std::uint64_t length = lengthOf(message);
    if (message[0] == clientHello && from == Side::Client) {
        if (!m_kind) m_kind = Kind::Https;
        reach(Stage::HelloSent);
        const Hello hello = readHello(message, true);
        m_teller.say(at, "client_hello",
                     {with("tls.offered", versionName(hello.version)),
                      with("tls.name", hello.serverName, Privacy::Personal), with("tls.length", length)});
    } else if (message[0] == serverHello && from == Side::Server) {
        if (!m_kind) m_kind = Kind::Https;
        reach(Stage::HelloAnswered);
        const Hello hello = readHello(message, false);
        m_teller.say(
            at, "server_hello",
            {with("tls.version", versionName(hello.version)), with("tls.suite", fmt::format("0x{:04X}", hello.suite))});
    } else if (message[0] == certificate && from == Side::Server && !m_certificateSeen) {
        m_certificateSeen = true;
        m_teller.say(at, "certificate", {with("tls.length", length)});
    }
}

void Stages::onAlert(Side from, ByteView content, Time at)
{
    constexpr std::uint8_t closeNotify = 0;
    m_goodbye = true;
    if (content.empty()) return m_teller.say(at, "alert_encrypted", {with("side", from)});
    const auto number = content[1];
    if (number == closeNotify) return m_teller.say(at, "close_notify", {with("side", from)});
    m_teller.say(at, "alert", {with("side", from), with("tls.alert", std::uint64_t{number})});
    if (m_stage < Stage::Encrypted)
        add({.id = "transport.tls_alert",
             .evidence = {with(from == Side::Server ? "tls.alert" : "tls.alert_sent", std::uint64_t{number})}});
}

void Stages::onEncrypted(Side, Time at)
{
    if (m_stage >= Stage::Encrypted || !half(Side::Client).secret || !half(Side::Server).secret) return;
    reach(Stage::Encrypted);
    m_teller.say(at, "encrypted");
}

}    // namespace rdpmend::capture

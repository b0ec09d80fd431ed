#include "core/protocol/identify.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

// Protocols whose first bytes are a word of their own.
std::string_view byGreeting(std::string_view text)
{
    struct Greeting {
        std::string_view begin, protocol;
    };
    static constexpr Greeting greetings[] = {
        {"SSH-", "SSH"},
        {"HTTP/", "HTTP"},
        {"<!DOCTYPE HTML", "HTTP"},    // some servers answer an unreadable request with the bare page
        {"<html", "HTTP"},
        {"RTSP/", "RTSP"},
        {"SIP/2.0 ", "SIP"},
        {"* OK", "IMAP"},
        {"* BYE", "IMAP"},
        {"* PREAUTH", "IMAP"},
        {"+OK", "POP3"},
        {"-ERR unknown command", "Redis"},
        {"-ERR Protocol error", "Redis"},
        {"-NOAUTH ", "Redis"},
        {"-DENIED Redis", "Redis"},
        {"AMQP", "AMQP"},
        {"@RSYNCD: ", "rsync"},
    };
    for (const auto& [begin, protocol] : greetings) {
        if (startsWithIgnoringCase(text, begin)) return protocol;
    }
    return "";
}

// Both greet with 220; only their words differ.
std::string_view mailOrFiles(std::string_view text)
{
    if (!text.starts_with("220 ") && !text.starts_with("220-")) return "";
    const auto words = toLower(text);
    if (words.find("smtp") != std::string::npos) return "SMTP";
    if (words.find("ftp") != std::string::npos) return "FTP";
    return "";
}

bool isVnc(std::string_view text)    // "RFB 003.008\n", RFC 6143 7.1.1
{
    return text.size() >= 12 && text.starts_with("RFB ") && text[7] == '.' && text[11] == '\n';
}

bool isTls(ByteView bytes)    // a record that holds an alert or a handshake message, RFC 8446 5.1
{
    ByteReader reader(bytes);
    const auto type = reader.u8();
    const auto version = reader.u16be();
    const auto length = reader.u16be();
    const auto first = reader.u8();
    if (!reader.ok() || version < 0x0300 || version > 0x0304) return false;
    if (type == 21) return length == 2 && (first == 1 || first == 2);
    return type == 22 && length >= 4 && length <= 0x4000 && (first == 0 || first == 1 || first == 2);
}

bool isSmb(ByteView bytes)
{
    ByteReader reader(bytes);
    const auto netbiosType = reader.u8();
    const auto flagsAndLength = reader.take(3);
    if (netbiosType == 0x83) {    // negative session response, RFC 1002 4.3.4
        const auto code = reader.u8();
        return reader.ok() && flagsAndLength[0] == 0 && flagsAndLength[1] == 0 && flagsAndLength[2] == 1 &&
               code >= 0x80;
    }
    const auto mark = reader.u8();
    const auto word = toText(reader.take(3));
    return netbiosType == 0 && (mark == 0xFF || mark == 0xFE) && word == "SMB";
}

bool isMySql(ByteView bytes)
{
    ByteReader reader(bytes);
    const auto low = reader.u16le();
    const std::size_t length = low | static_cast<std::size_t>(reader.u8()) << 16U;
    const auto sequence = reader.u8();
    const auto kind = reader.u8();
    if (!reader.ok() || sequence != 0 || length < 8 || length > 1024) return false;
    if (kind == 0x0A) {    // protocol 10, then the version as text
        const auto version = reader.rest().first(std::min<std::size_t>(reader.left(), 3));
        return version.size() == 3 && version[0] >= '1' && version[0] <= '9' &&
               std::ranges::all_of(version, [](auto byte) { return byte == '.' || (byte >= '0' && byte <= '9'); });
    }
    const auto error = reader.u16le();    // "Host ... is not allowed to connect" and its like
    return kind == 0xFF && reader.ok() && error >= 1000 && error < 5000 && length == reader.left() + 3;
}

bool isTelnet(ByteView bytes)    // IAC, then WILL, WON'T, DO or DON'T, then an option
{
    return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] >= 0xFB && bytes[1] <= 0xFE && bytes[2] != 0xFF;
}

bool isPostgreSql(ByteView bytes, std::string_view text)
{
    if (text.starts_with("EFATAL:  ")) return true;    // as it was before protocol 3
    ByteReader reader(bytes);
    const auto type = reader.u8();
    const auto length = reader.u32be();
    const auto severity = reader.u8();
    return type == 'E' && severity == 'S' && length == bytes.size() - 1 &&
           text.find(std::string_view("\0C", 2)) != std::string_view::npos;
}

bool isLdap(ByteView bytes)    // Notice of Disconnection: message 0, extended response, RFC 4511 4.4.1
{
    ByteReader reader(bytes);
    const auto sequence = reader.u8();
    const auto length = reader.u8();
    if (length > 0x80) reader.skip(length & 0x7FU);
    return sequence == 0x30 && reader.u8() == 2 && reader.u8() == 1 && reader.u8() == 0 && reader.u8() == 0x78;
}

bool isSocks(ByteView bytes)
{
    if (bytes.size() == 2) return bytes[0] == 5 && bytes[1] == 0xFF;    // RFC 1928: no acceptable methods
    return bytes.size() == 8 && bytes[0] == 0 && bytes[1] >= 0x5B && bytes[1] <= 0x5D;    // SOCKS 4: rejected
}

}    // namespace

std::string_view identify(ByteView firstBytes)
{
    constexpr std::size_t enough = 1024;
    const auto text = toText(firstBytes.first(std::min(firstBytes.size(), enough)));
    if (const auto protocol = byGreeting(text); !protocol.empty()) return protocol;
    if (const auto protocol = mailOrFiles(text); !protocol.empty()) return protocol;
    if (isVnc(text)) return "VNC";
    if (isTls(firstBytes)) return "TLS";
    if (isSmb(firstBytes)) return "SMB";
    if (isMySql(firstBytes)) return "MySQL";
    if (isTelnet(firstBytes)) return "Telnet";
    if (isPostgreSql(firstBytes, text)) return "PostgreSQL";
    if (isLdap(firstBytes)) return "LDAP";
    if (isSocks(firstBytes)) return "SOCKS";
    return "";
}

}    // namespace rdpmend::protocol

#include "core/protocol/credssp.h"

namespace rdpmend::protocol {
namespace {

constexpr std::uint8_t integerTag = 0x02;
constexpr std::uint8_t octetStringTag = 0x04;
constexpr std::uint8_t sequenceTag = 0x30;
constexpr std::uint8_t contextTag = 0xA0;    // + number, explicit
constexpr std::uint8_t versionField = contextTag + 0;
constexpr std::uint8_t negoTokensField = contextTag + 1;
constexpr std::uint8_t errorCodeField = contextTag + 4;

Bytes der(std::uint8_t tag, ByteView content)
{
    ByteWriter writer;
    writer.u8(tag);
    const auto length = content.size();
    if (length < 0x80) {
        writer.u8(static_cast<std::uint8_t>(length));
    } else if (length < 0x100) {
        writer.u8(0x81).u8(static_cast<std::uint8_t>(length));
    } else if (length < 0x10000) {
        writer.u8(0x82).u16be(static_cast<std::uint16_t>(length));
    } else {
        writer.u8(0x84).u32be(static_cast<std::uint32_t>(length));
    }
    return writer.bytes(content).take();
}

// The shortest two's complement. An NTSTATUS is a signed 32-bit number: C000006D is written in four bytes.
Bytes derInteger(std::uint32_t value)
{
    auto content = ByteWriter{}.u32be(value).take();
    while (content.size() > 1) {
        const bool sign = (content[1] & 0x80U) != 0;
        if (content[0] != (sign ? 0xFF : 0x00)) break;
        content.erase(content.begin());
    }
    return der(integerTag, content);
}

// Fails the reader when the length is indefinite or has more than four bytes.
std::size_t readLength(ByteReader& reader)
{
    const auto first = reader.u8();
    if (first < 0x80) return first;
    const unsigned count = first & 0x7FU;
    if (count == 0 || count > 4) {
        reader.fail();
        return 0;
    }
    std::size_t length = 0;
    for (unsigned i = 0; i < count; ++i) length = length << 8U | reader.u8();
    return length;
}

ByteView readElement(ByteReader& reader, std::uint8_t tag)
{
    if (reader.u8() != tag) reader.fail();
    return reader.take(readLength(reader));
}

// Servers write an NTSTATUS both signed (four bytes) and unsigned (a zero and four bytes).
std::optional<std::uint32_t> readInteger(ByteView field)
{
    ByteReader reader(field);
    auto content = readElement(reader, integerTag);
    if (content.size() == 5 && content[0] == 0) content = content.subspan(1);
    if (!reader.ok() || content.empty() || content.size() > 4) return std::nullopt;
    std::uint32_t value = (content[0] & 0x80U) != 0 ? 0xFFFFFFFFU : 0;
    for (const auto byte : content) value = value << 8U | byte;
    return value;
}

// The first token; there never is a second one.
std::optional<Bytes> readNegoTokens(ByteView field)
{
    ByteReader reader(field);
    ByteReader tokens(readElement(reader, sequenceTag));
    if (!reader.ok()) return std::nullopt;
    if (tokens.left() == 0) return Bytes{};
    ByteReader token(readElement(tokens, sequenceTag));
    ByteReader inner(readElement(token, contextTag));
    const auto bytes = readElement(inner, octetStringTag);
    if (!tokens.ok() || !token.ok() || !inner.ok()) return std::nullopt;
    return Bytes(bytes.begin(), bytes.end());
}

}    // namespace

Bytes tsRequest(std::uint32_t version, ByteView negoToken)
{
    ByteWriter content;
    content.bytes(der(versionField, derInteger(version)));
    if (!negoToken.empty()) {
        const auto token = der(sequenceTag, der(contextTag, der(octetStringTag, negoToken)));
        content.bytes(der(negoTokensField, der(sequenceTag, token)));
    }
    return der(sequenceTag, content.take());
}

std::optional<std::size_t> tsRequestLength(ByteView begin)
{
    if (begin.empty()) return 0;
    if (begin[0] != sequenceTag) return std::nullopt;
    if (begin.size() < 2) return 0;
    const std::size_t lengthBytes = begin[1] < 0x80 ? 0 : begin[1] & 0x7FU;
    const std::size_t head = 2 + lengthBytes;
    if (lengthBytes <= 4 && begin.size() < head) return 0;
    ByteReader reader(begin.subspan(1));
    const auto length = readLength(reader);
    if (!reader.ok() || length > tsRequestLimit - head) return std::nullopt;
    return head + length;
}

std::optional<TsRequest> parseTsRequest(ByteView bytes)
{
    if (bytes.empty() || tsRequestLength(bytes) != bytes.size()) return std::nullopt;
    ByteReader outer(bytes);
    ByteReader fields(readElement(outer, sequenceTag));
    TsRequest request;
    bool versionSeen = false;
    while (fields.left() != 0) {
        const auto tag = fields.rest().front();
        if ((tag & 0xE0U) != contextTag) return std::nullopt;
        const auto field = readElement(fields, tag);
        if (!fields.ok()) return std::nullopt;
        if (tag == versionField) {
            const auto version = readInteger(field);
            if (!version) return std::nullopt;
            request.version = *version;
            versionSeen = true;
        } else if (tag == negoTokensField) {
            auto token = readNegoTokens(field);
            if (!token) return std::nullopt;
            request.negoToken = std::move(*token);
        } else if (tag == errorCodeField) {
            request.errorCode = readInteger(field);
            if (!request.errorCode) return std::nullopt;
        }
    }
    if (!versionSeen) return std::nullopt;
    return request;
}

Bytes tsRequestError(std::uint32_t version, std::uint32_t ntStatus)
{
    return der(sequenceTag, ByteWriter{}
                                .bytes(der(versionField, derInteger(version)))
                                .bytes(der(errorCodeField, derInteger(ntStatus)))
                                .take());
}

}    // namespace rdpmend::protocol

#include "core/base/bytes.h"

namespace rdpmend {

Bytes toBytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

std::string toText(ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

std::string toHex(ByteView bytes, std::string_view between)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const auto byte : bytes) {
        if (!out.empty()) out += between;
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

static int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<Bytes> fromHex(std::string_view text)
{
    Bytes out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == ':' || c == '-' || c == '\n' || c == '\r' || c == '\t') continue;
        const int digit = hexDigit(c);
        if (digit < 0) return std::nullopt;
        if (high < 0) {
            high = digit;
        } else {
            out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
            high = -1;
        }
    }
    if (high >= 0) return std::nullopt;
    return out;
}

// Of no bytes: 0. So a number that is cut off reads as 0 as a whole.
static std::uint64_t bigEndian(ByteView bytes)
{
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8U | byte;
    return value;
}

static std::uint64_t littleEndian(ByteView bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8U | bytes[i - 1];
    return value;
}

ByteView ByteReader::take(std::size_t count)
{
    if (count > m_rest.size()) {
        fail();
        return {};
    }
    const auto taken = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return taken;
}

std::uint8_t ByteReader::u8()
{
    return static_cast<std::uint8_t>(bigEndian(take(1)));
}

std::uint16_t ByteReader::u16le()
{
    return static_cast<std::uint16_t>(littleEndian(take(2)));
}

std::uint16_t ByteReader::u16be()
{
    return static_cast<std::uint16_t>(bigEndian(take(2)));
}

std::uint32_t ByteReader::u32le()
{
    return static_cast<std::uint32_t>(littleEndian(take(4)));
}

std::uint32_t ByteReader::u32be()
{
    return static_cast<std::uint32_t>(bigEndian(take(4)));
}

std::uint64_t ByteReader::u64le()
{
    return littleEndian(take(8));
}

ByteWriter& ByteWriter::u8(std::uint8_t value)
{
    m_bytes.push_back(value);
    return *this;
}

ByteWriter& ByteWriter::u16le(std::uint16_t value)
{
    return u8(static_cast<std::uint8_t>(value & 0xFFU)).u8(static_cast<std::uint8_t>(value >> 8U));
}

ByteWriter& ByteWriter::u16be(std::uint16_t value)
{
    return u8(static_cast<std::uint8_t>(value >> 8U)).u8(static_cast<std::uint8_t>(value & 0xFFU));
}

ByteWriter& ByteWriter::u32le(std::uint32_t value)
{
    return u16le(static_cast<std::uint16_t>(value & 0xFFFFU)).u16le(static_cast<std::uint16_t>(value >> 16U));
}

ByteWriter& ByteWriter::u32be(std::uint32_t value)
{
    return u16be(static_cast<std::uint16_t>(value >> 16U)).u16be(static_cast<std::uint16_t>(value & 0xFFFFU));
}

ByteWriter& ByteWriter::bytes(ByteView value)
{
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

ByteWriter& ByteWriter::text(std::string_view value)
{
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

ByteWriter& ByteWriter::zeros(std::size_t count)
{
    m_bytes.insert(m_bytes.end(), count, 0);
    return *this;
}

}    // namespace rdpmend

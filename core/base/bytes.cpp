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
    const auto b = take(1);
    return b.empty() ? 0 : b[0];
}

std::uint16_t ByteReader::u16le()
{
    const auto b = take(2);
    return b.empty() ? 0 : static_cast<std::uint16_t>(b[0] | b[1] << 8);
}

std::uint16_t ByteReader::u16be()
{
    const auto b = take(2);
    return b.empty() ? 0 : static_cast<std::uint16_t>(b[0] << 8 | b[1]);
}

std::uint32_t ByteReader::u32le()
{
    const auto low = u16le();
    return low | static_cast<std::uint32_t>(u16le()) << 16U;
}

std::uint32_t ByteReader::u32be()
{
    const auto high = u16be();
    return static_cast<std::uint32_t>(high) << 16U | u16be();
}

std::uint64_t ByteReader::u64le()
{
    const auto low = u32le();
    return low | static_cast<std::uint64_t>(u32le()) << 32U;
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

}  // namespace rdpmend

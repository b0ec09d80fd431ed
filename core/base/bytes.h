// Bytes, and a reader that cannot run past their end. Every protocol parser reads through `ByteReader`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rdpmend {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

Bytes toBytes(std::string_view text);
std::string toText(ByteView bytes);    // bytes as they are; not validated, not sanitised
std::string toHex(ByteView bytes, std::string_view between = "");
std::optional<Bytes> fromHex(std::string_view text);    // even number of hex digits; blanks, ':' and '-' are skipped

// Reads forward. The first read that would pass the end fails the reader for good; every later read gives zero or
// empty. Ask ok() once at the end instead of after each field.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : m_rest(bytes) {}

    std::uint8_t u8();
    std::uint16_t u16le();
    std::uint16_t u16be();
    std::uint32_t u32le();
    std::uint32_t u32be();
    std::uint64_t u64le();
    ByteView take(std::size_t count);
    void skip(std::size_t count) { (void)take(count); }

    bool ok() const { return m_ok; }
    std::size_t left() const { return m_rest.size(); }
    ByteView rest() const { return m_rest; }
    void fail()
    {
        m_ok = false;
        m_rest = {};
    }

private:
    ByteView m_rest;
    bool m_ok = true;
};

class ByteWriter {
public:
    ByteWriter& u8(std::uint8_t value);
    ByteWriter& u16le(std::uint16_t value);
    ByteWriter& u16be(std::uint16_t value);
    ByteWriter& u32le(std::uint32_t value);
    ByteWriter& u32be(std::uint32_t value);
    ByteWriter& bytes(ByteView value);
    ByteWriter& text(std::string_view value);
    ByteWriter& zeros(std::size_t count);
    std::size_t size() const { return m_bytes.size(); }
    Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

}    // namespace rdpmend

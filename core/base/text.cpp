#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace rdpmend {
namespace {

constexpr char32_t replacement = 0xFFFD;

void append(std::string& out, char32_t c)
{
    const auto byte = [&out](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | c >> 6U);
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | c >> 12U);
        byte(0x80 | (c >> 6U & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | c >> 18U);
        byte(0x80 | (c >> 12U & 0x3F));
        byte(0x80 | (c >> 6U & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

// Takes one character off the front of `text`; malformed bytes are taken one at a time as U+FFFD.
char32_t next(std::string_view& text)
{
    const auto at = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = at(0);
    std::size_t length = 1;
    char32_t c = first;
    char32_t smallest = 0;
    if (first >= 0xF0 && first < 0xF5) {
        length = 4;
        c = first & 0x07U;
        smallest = 0x10000;
    } else if (first >= 0xE0 && first < 0xF0) {
        length = 3;
        c = first & 0x0FU;
        smallest = 0x800;
    } else if (first >= 0xC2 && first < 0xE0) {
        length = 2;
        c = first & 0x1FU;
        smallest = 0x80;
    } else if (first >= 0x80) {
        text.remove_prefix(1);
        return replacement;
    }
    bool good = length <= text.size();
    for (std::size_t i = 1; good && i < length; ++i) {
        good = (at(i) & 0xC0U) == 0x80U;
        c = c << 6U | (at(i) & 0x3FU);
    }
    good = good && c >= smallest && c <= 0x10FFFF && !(c >= 0xD800 && c < 0xE000);
    text.remove_prefix(good ? length : 1);
    return good ? c : replacement;
}

bool mayBeShown(char32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;    // C0, DEL, C1
    if (c >= 0x200B && c <= 0x200F) return false;             // zero width, left-to-right and right-to-left marks
    if (c >= 0x2028 && c <= 0x202E) return false;             // line and paragraph separators, embeddings, overrides
    if (c >= 0x2060 && c <= 0x206F) return false;             // invisible operators, isolates
    return c != 0xFEFF && c != 0x061C && c != 0x00AD && !(c >= 0xE0000 && c < 0xE0080);
}

}    // namespace

std::string sanitise(std::string_view foreign, std::size_t atMost)
{
    std::string out;
    std::size_t count = 0;
    bool blank = false;
    while (!foreign.empty()) {
        const char32_t c = next(foreign);
        if (c == '\n' || c == '\r' || c == '\t') {
            blank = !out.empty();
            continue;
        }
        if (!mayBeShown(c)) continue;
        if (count == atMost) return out + "...";
        if (blank) {
            out += ' ';
            blank = false;
        }
        append(out, c);
        ++count;
    }
    return out;
}

std::string toLower(std::string_view ascii)
{
    std::string out(ascii);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string trim(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::vector<std::string> split(std::string_view text, char at)
{
    std::vector<std::string> out;
    for (;;) {
        const auto end = text.find(at);
        out.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && equalIgnoringCase(text.substr(0, prefix.size()), prefix);
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && toLower(a) == toLower(b);
}

std::optional<std::uint64_t> parseNumber(std::string_view text)
{
    int base = 10;
    if (startsWithIgnoringCase(text, "0x")) {
        base = 16;
        text.remove_prefix(2);
    }
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (problem != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

std::string fromUtf16le(std::span<const std::uint8_t> bytes)
{
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = bytes[i] | static_cast<char32_t>(bytes[i + 1]) << 8U;
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = bytes[i + 2] | static_cast<char32_t>(bytes[i + 3]) << 8U;
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
                i += 2;
            }
        }
        append(out, c >= 0xD800 && c < 0xE000 ? replacement : c);
    }
    return out;
}

std::vector<std::uint8_t> toUtf16le(std::string_view utf8)
{
    std::vector<std::uint8_t> out;
    const auto unit = [&out](char32_t value) {
        out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
        out.push_back(static_cast<std::uint8_t>(value >> 8U & 0xFFU));
    };
    while (!utf8.empty()) {
        const char32_t c = next(utf8);
        if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10U));
            unit(0xDC00 + ((c - 0x10000) & 0x3FFU));
        }
    }
    return out;
}

std::string addressText(std::span<const std::uint8_t> address)
{
    if (address.size() == 4) return fmt::format("{}.{}.{}.{}", address[0], address[1], address[2], address[3]);
    if (address.size() != 16) return {};
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>(address[2 * i]) << 8U | address[2 * i + 1];

    // The longest run of two or more zero groups, the first of equals, becomes "::".
    std::size_t runBegin = 0;
    std::size_t runLength = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t length = 0;
        while (i + length < groups.size() && groups[i + length] == 0) ++length;
        if (length > runLength) {
            runBegin = i;
            runLength = length;
        }
    }
    std::string out;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (runLength > 1 && i == runBegin) {
            out += "::";
            i += runLength - 1;
            continue;
        }
        if (!out.empty() && !out.ends_with(':')) out += ':';
        out += fmt::format("{:x}", groups[i]);
    }
    return out;
}

}    // namespace rdpmend

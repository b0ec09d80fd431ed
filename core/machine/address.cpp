#include "core/machine/address.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <string>

#include "core/base/text.h"
#include "core/model/target.h"

namespace rdpmend {
namespace {

Bytes v4Bytes(std::string_view literal)
{
    Bytes out;
    for (const auto& part : split(literal, '.')) out.push_back(static_cast<std::uint8_t>(std::stoi(part)));
    return out;
}

// The groups on one side of "::"; the text is known to be part of a literal.
Bytes v6Groups(std::string_view text)
{
    Bytes out;
    if (text.empty()) return out;
    for (const auto& group : split(text, ':')) {
        if (group.find('.') != std::string::npos) {
            const auto v4 = v4Bytes(group);
            out.insert(out.end(), v4.begin(), v4.end());
            continue;
        }
        std::uint16_t value = 0;
        std::from_chars(group.data(), group.data() + group.size(), value, 16);
        out.push_back(static_cast<std::uint8_t>(value >> 8));
        out.push_back(static_cast<std::uint8_t>(value & 0xFF));
    }
    return out;
}

Bytes v6Bytes(std::string_view literal)
{
    constexpr std::size_t size = 16;
    const auto gap = literal.find("::");
    auto out = v6Groups(literal.substr(0, gap));
    if (gap == std::string_view::npos) return out;
    const auto end = v6Groups(literal.substr(gap + 2));
    out.resize(size - end.size());
    out.insert(out.end(), end.begin(), end.end());
    return out;
}

// "24" or "255.255.255.0"; nullopt: neither, or a mask with holes.
std::optional<unsigned> prefixLength(std::string_view text, std::size_t most)
{
    if (const auto mask = addressBytes(text); mask && mask->size() * 8 == most) {
        unsigned ones = 0;
        bool ended = false;
        for (const auto byte : *mask) {
            const auto leading = static_cast<unsigned>(std::countl_one(byte));
            if ((ended && byte != 0) || leading != static_cast<unsigned>(std::popcount(byte))) return std::nullopt;
            ones += leading;
            ended = leading < 8;
        }
        return ones;
    }
    const auto number = parseNumber(text);
    if (!number || *number > most) return std::nullopt;
    return static_cast<unsigned>(*number);
}

bool sameBits(const Bytes& a, const Bytes& b, unsigned count)
{
    for (std::size_t i = 0; i < a.size() && i * 8 < count; ++i) {
        const auto rest = count - static_cast<unsigned>(i) * 8;
        const auto mask = rest >= 8 ? 0xFFU : (0xFFU << (8 - rest)) & 0xFFU;
        if (((a[i] ^ b[i]) & mask) != 0) return false;
    }
    return true;
}

}    // namespace

std::optional<Bytes> addressBytes(std::string_view literal)
{
    if (!isAddress(literal)) return std::nullopt;
    const auto plain = literal.substr(0, literal.find('%'));
    return plain.find(':') == std::string_view::npos ? v4Bytes(plain) : v6Bytes(plain);
}

std::optional<unsigned> coveringPrefix(std::string_view range, const Bytes& address)
{
    const auto slash = range.find('/');
    const auto network = addressBytes(range.substr(0, slash));
    if (!network || network->size() != address.size()) return std::nullopt;
    auto length = std::optional(static_cast<unsigned>(address.size() * 8));
    if (slash != std::string_view::npos) length = prefixLength(range.substr(slash + 1), *length);
    return length && sameBits(*network, address, *length) ? length : std::nullopt;
}

bool isWithin(std::string_view range, const Bytes& address)
{
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return coveringPrefix(range, address).has_value();
    const auto from = addressBytes(range.substr(0, dash));
    const auto to = addressBytes(range.substr(dash + 1));
    return from && to && from->size() == address.size() && to->size() == address.size() && *from <= address &&
           address <= *to;
}

}    // namespace rdpmend

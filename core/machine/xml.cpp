#include "core/machine/xml.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/text.h"

namespace rdpmend {
namespace {

constexpr std::size_t deepest = 32;
constexpr std::size_t mostAttributes = 64;
constexpr std::string_view blanks = " \t\r\n";

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

void appendUtf8(std::uint32_t code, std::string& to)
{
    const auto put = [&to](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | (code >> 6U));
    } else {
        if (code < 0x10000) {
            put(0xE0 | (code >> 12U));
        } else {
            put(0xF0 | (code >> 18U));
            put(0x80 | ((code >> 12U) & 0x3FU));
        }
        put(0x80 | ((code >> 6U) & 0x3FU));
    }
    put(0x80 | (code & 0x3FU));
}

// "#13" or "#xD" of "&#xD;". Windows writes lone surrogates so, which are no characters.
std::optional<std::uint32_t> numberedCharacter(std::string_view entity)
{
    const bool hexadecimal = entity.starts_with("#x");
    const auto digits = entity.substr(hexadecimal ? 2 : 1);
    constexpr std::string_view allowed = "0123456789abcdefABCDEF";
    if (digits.find_first_not_of(hexadecimal ? allowed : allowed.substr(0, 10)) != std::string_view::npos) return {};
    const auto number = parseNumber((hexadecimal ? "0x" : "") + std::string(digits));
    if (!number || *number > 0x10FFFF) return {};
    const bool surrogate = *number >= 0xD800 && *number <= 0xDFFF;
    return surrogate ? 0xFFFD : static_cast<std::uint32_t>(*number);
}

std::optional<std::string> resolve(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> named{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    std::string out;
    while (!text.empty()) {
        const auto ampersand = std::min(text.find('&'), text.size());
        out += text.substr(0, ampersand);
        text.remove_prefix(ampersand);
        if (text.empty()) break;
        const auto end = text.find(';');
        if (end == std::string_view::npos) return {};
        const auto entity = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        const auto* known = std::ranges::find(named, entity, &std::pair<std::string_view, char>::first);
        if (known != named.end()) {
            out += known->second;
        } else {
            const auto code = entity.starts_with('#') ? numberedCharacter(entity) : std::nullopt;
            if (!code) return {};
            appendUtf8(*code, out);
        }
    }
    return out;
}

}    // namespace

const std::string* XmlPiece::attribute(std::string_view wanted) const
{
    const auto found = std::ranges::find(attributes, wanted, [](const auto& pair) { return pair.first; });
    return found == attributes.end() ? nullptr : &found->second;
}

XmlPiece XmlReader::broken()
{
    m_broken = true;
    return {};
}

void XmlReader::skipBlanks()
{
    m_rest.remove_prefix(std::min(m_rest.find_first_not_of(blanks), m_rest.size()));
}

bool XmlReader::take(std::string_view text)
{
    if (!m_rest.starts_with(text)) return false;
    m_rest.remove_prefix(text.size());
    return true;
}

std::string_view XmlReader::takeName()
{
    const auto end = std::ranges::find_if_not(m_rest, isNameCharacter);
    const auto name = m_rest.substr(0, static_cast<std::size_t>(end - m_rest.begin()));
    m_rest.remove_prefix(name.size());
    return name;
}

std::optional<std::string> XmlReader::takeValue()
{
    if (m_rest.empty() || (m_rest[0] != '"' && m_rest[0] != '\'')) return {};
    const auto end = m_rest.find(m_rest[0], 1);
    if (end == std::string_view::npos) return {};
    const auto raw = m_rest.substr(1, end - 1);
    m_rest.remove_prefix(end + 1);
    if (raw.find('<') != std::string_view::npos) return {};
    return resolve(raw);
}

XmlPiece XmlReader::next()
{
    if (m_broken) return {};
    if (m_closeNow) {
        m_closeNow = false;
        const auto name = m_open.back();
        m_open.pop_back();
        return {.kind = XmlPiece::Kind::Close, .name = name};
    }
    if (m_open.empty()) skipBlanks();
    if (m_rest.empty()) return m_open.empty() && m_hadRoot ? XmlPiece{.kind = XmlPiece::Kind::End} : broken();
    if (take("<")) return markup();
    if (m_open.empty()) return broken();

    const auto raw = m_rest.substr(0, m_rest.find('<'));
    m_rest.remove_prefix(raw.size());
    auto text = resolve(raw);
    if (!text) return broken();
    return {.kind = XmlPiece::Kind::Text, .text = std::move(*text)};
}

XmlPiece XmlReader::markup()
{
    const bool closes = take("/");
    const auto name = takeName();
    if (name.empty()) return broken();    // a comment, an instruction, a document type
    if (closes) {
        skipBlanks();
        if (m_open.empty() || m_open.back() != name || !take(">")) return broken();
        m_open.pop_back();
        return {.kind = XmlPiece::Kind::Close, .name = name};
    }

    if ((m_open.empty() && m_hadRoot) || m_open.size() == deepest) return broken();
    XmlPiece piece{.kind = XmlPiece::Kind::Open, .name = name};
    for (;;) {
        const auto before = m_rest.size();
        skipBlanks();
        m_closeNow = take("/");
        if (take(">")) break;
        const auto attribute = takeName();
        if (m_closeNow || attribute.empty() || before == m_rest.size() + attribute.size()) return broken();
        skipBlanks();
        if (!take("=")) return broken();
        skipBlanks();
        auto value = takeValue();
        if (!value || piece.attribute(attribute) != nullptr || piece.attributes.size() == mostAttributes)
            return broken();
        piece.attributes.emplace_back(attribute, std::move(*value));
    }
    m_hadRoot = true;
    m_open.push_back(name);
    return piece;
}

}    // namespace rdpmend

#include "core/report/pseudonyms.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.h"
#include "core/model/target.h"

namespace rdpmend {

static bool isWord(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void Pseudonyms::learn(std::string_view kind, std::string_view value)
{
    const std::string known = trim(value);
    if (known.empty() || m_known.contains(toLower(known))) return;
    call(known, fmt::format("{}-{}", kind, ++m_count[std::string(kind)]));
}

void Pseudonyms::learnHost(std::string_view host)
{
    if (isAddress(host)) return learn("address", host);
    const auto dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (const auto known = m_known.find(toLower(label)); known != m_known.end() && dot != std::string_view::npos) {
        call(host, std::string(known->second));
    } else {
        learn("host", host);
        alias(label, host);
    }
    if (dot == std::string_view::npos) return;
    const std::string_view parent = host.substr(dot + 1);
    if (parent.find('.') != std::string_view::npos) learn("domain", parent);
}

void Pseudonyms::learnUser(std::string_view user)
{
    const auto slash = user.find('\\');
    const auto at = user.find('@');
    std::string_view bare = user;
    if (slash != std::string_view::npos) bare = user.substr(slash + 1);
    if (at != std::string_view::npos) bare = user.substr(0, at);
    learn("user", bare);
    alias(user, bare);
    if (slash != std::string_view::npos) learn("domain", user.substr(0, slash));
    if (at != std::string_view::npos) learn("domain", user.substr(at + 1));
}

std::string Pseudonyms::hide(std::string_view text) const
{
    std::string out;
    std::size_t at = 0;
    const std::string lower = toLower(text);
    while (at < text.size()) {
        const auto* known = at > 0 && isWord(text[at - 1]) ? nullptr : longestAt(lower, at);
        if (known == nullptr) {
            out += text[at++];
        } else {
            out += known->second;
            at += known->first.size();
        }
    }
    return out;
}

void Pseudonyms::call(std::string_view value, std::string pseudonym)
{
    m_known.emplace(toLower(value), std::move(pseudonym));
    m_lengths.insert(value.size());
}

void Pseudonyms::alias(std::string_view value, std::string_view of)
{
    const auto known = m_known.find(toLower(trim(of)));
    if (known != m_known.end() && !value.empty()) call(value, std::string(known->second));
}

const Pseudonyms::Known::value_type* Pseudonyms::longestAt(std::string_view lower, std::size_t at) const
{
    for (const std::size_t length : m_lengths) {
        const std::size_t end = at + length;
        if (end > lower.size()) continue;
        if (end < lower.size() && isWord(lower[end]) && isWord(lower[end - 1])) continue;
        if (const auto known = m_known.find(lower.substr(at, length)); known != m_known.end()) return &*known;
    }
    return nullptr;
}

}    // namespace rdpmend

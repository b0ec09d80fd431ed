#include "core/protocol/proxy_list.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::size_t mostProxies = 32;
constexpr std::size_t longestHost = 255;

struct Kind {
    std::string_view word{};       // of a script, or of "word://host:port"
    std::string_view port{};       // when none is named
    std::string_view written{};    // what goes before the host
};
constexpr std::array kinds{
    Kind{"proxy", "80"},
    Kind{"http", "80"},
    Kind{"https", "443"},
    Kind{"socks", "1080", "socks="},
    Kind{"socks4", "1080", "socks="},
    Kind{"socks5", "1080", "socks="},
};

const Kind* kindOf(std::string_view word)
{
    const auto found =
        std::ranges::find_if(kinds, [word](const Kind& kind) { return equalIgnoringCase(kind.word, word); });
    return found == kinds.end() ? nullptr : found;
}

bool isHost(std::string_view host)
{
    const bool literal = host.starts_with('[') && host.ends_with(']');
    if (literal) host = host.substr(1, host.size() - 2);
    const std::string_view others = literal ? ":.%" : "-._";
    return !host.empty() && host.size() <= longestHost && std::ranges::all_of(host, [others](char c) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool isDigit = c >= '0' && c <= '9';
        return isLetter || isDigit || others.find(c) != std::string_view::npos;
    });
}

// "host", "host:port", "[::1]:port"
std::optional<std::string> readAddress(std::string_view text, const Kind& kind)
{
    const auto colon = text.rfind(':');
    const bool hasPort = colon != std::string_view::npos && !text.ends_with(']');
    const auto host = text.substr(0, hasPort ? colon : text.size());
    const auto port = hasPort ? text.substr(colon + 1) : kind.port;
    const bool isNumber =
        !port.empty() && port.size() <= 5 && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    const auto number = isNumber ? parseNumber(port) : std::nullopt;
    if (!isHost(host) || !number || *number == 0 || *number > 0xFFFF) return std::nullopt;
    return std::string(kind.written).append(host).append(":").append(std::to_string(*number));
}

struct Entry {
    Kind kind{};
    std::string address{};
    std::string scheme{};    // of the URLs that it is for; empty: all
};

// "proxy:8080", "http://proxy:8080", "https=proxy:8080", "socks=proxy:1080"
std::optional<Entry> windowsEntry(std::string_view text)
{
    Entry entry{.kind = *kindOf("proxy")};
    if (const auto equals = text.find('='); equals != std::string_view::npos) {
        entry.scheme = text.substr(0, equals);
        text.remove_prefix(equals + 1);
        if (equalIgnoringCase(entry.scheme, "socks")) entry = {.kind = *kindOf("socks")};
    }
    if (const auto slashes = text.find("://"); slashes != std::string_view::npos) {
        const auto* kind = kindOf(text.substr(0, slashes));
        if (!kind) return std::nullopt;
        entry.kind = *kind;
        text.remove_prefix(slashes + 3);
    }
    entry.address = text;
    return entry;
}

// Semicolons and blanks separate alike.
std::vector<std::string> words(std::string_view text)
{
    std::string even(text);
    std::ranges::replace_if(
        even, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }, ';');
    auto out = split(even, ';');
    std::erase(out, std::string());
    return out;
}

// '*' stands for any characters; upper and lower case are one.
bool matches(std::string_view pattern, std::string_view text)
{
    auto star = std::string_view::npos;
    std::size_t at = 0, i = 0, from = 0;
    while (i < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            from = i;
        } else if (at < pattern.size() && equalIgnoringCase(pattern.substr(at, 1), text.substr(i, 1))) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;    // the last star takes one character more
            i = ++from;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}    // namespace

Result<std::vector<std::string>> parseProxyList(std::string_view text, std::string_view scheme)
{
    if (text.size() > proxyListLimit) return refusal("The list of proxies is longer than 8 KiB.");
    const auto list = words(text);
    std::vector<std::string> proxies;
    for (auto word = list.begin(); word != list.end() && !equalIgnoringCase(*word, "direct"); ++word) {
        const auto* kind = kindOf(*word);    // a script says "PROXY host:port"
        const bool isCut = kind && ++word == list.end();
        const auto entry = isCut ? std::nullopt : kind ? std::optional(Entry{*kind, *word}) : windowsEntry(*word);
        const auto proxy = entry ? readAddress(entry->address, entry->kind) : std::nullopt;
        if (!proxy) return refusal("\"" + sanitise(text) + "\" is no list of proxies.");
        const bool isForOthers = !entry->scheme.empty() && !equalIgnoringCase(entry->scheme, scheme);
        if (isForOthers || std::ranges::find(proxies, *proxy) != proxies.end()) continue;
        if (proxies.size() == mostProxies) return refusal("The list names more than 32 proxies.");
        proxies.push_back(*proxy);
    }
    return proxies;
}

bool isBypassed(std::string_view list, std::string_view host)
{
    return std::ranges::any_of(words(list), [host](std::string_view entry) {
        if (equalIgnoringCase(entry, "<local>")) return host.find_first_of(".:") == std::string_view::npos;
        if (const auto slashes = entry.find("://"); slashes != std::string_view::npos) entry.remove_prefix(slashes + 3);
        return matches(entry, host);
    });
}

}    // namespace rdpmend::protocol

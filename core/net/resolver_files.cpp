#include "core/net/resolver_files.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/net/socket.h"

namespace rdpmend {
namespace {

constexpr std::size_t serverLimit = 3;
constexpr std::size_t searchLimit = 6;

// Takes the first line off `text`.
std::string_view takeLine(std::string_view& text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

std::vector<std::string_view> wordsOf(std::string_view line)
{
    constexpr std::string_view blanks = " \t\r";
    std::vector<std::string_view> words;
    for (;;) {
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(blanks)));
        if (line.empty()) return words;
        words.push_back(line.substr(0, line.find_first_of(blanks)));
        line.remove_prefix(words.back().size());
    }
}

}    // namespace

std::vector<Address> addressesInHostsFile(std::string_view text, std::string_view host)
{
    if (host.ends_with('.')) host.remove_suffix(1);
    std::vector<Address> out;
    while (!text.empty()) {
        const auto line = takeLine(text);
        const auto words = wordsOf(line.substr(0, line.find('#')));
        if (words.size() < 2) continue;
        const bool named = std::any_of(words.begin() + 1, words.end(),
                                       [host](std::string_view word) { return equalIgnoringCase(word, host); });
        if (!named) continue;
        if (const auto address = parseLiteral(words[0])) out.push_back(*address);
    }
    return out;
}

NameServers readResolvConf(std::string_view text)
{
    NameServers out;
    while (!text.empty()) {
        const auto words = wordsOf(takeLine(text));
        if (words.size() < 2) continue;
        if (words[0] == "nameserver") {
            const auto address = parseLiteral(words[1]);
            if (address && out.servers.size() < serverLimit) out.servers.push_back({.address = *address});
        } else if (words[0] == "search" || words[0] == "domain") {
            const auto count = std::min(words.size() - 1, searchLimit);
            out.search.assign(words.begin() + 1, words.begin() + 1 + static_cast<std::ptrdiff_t>(count));
        }
    }
    if (out.servers.empty()) out.servers.push_back({.address = {.text = "127.0.0.1"}});
    return out;
}

}    // namespace rdpmend

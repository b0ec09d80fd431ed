#include "core/model/target.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"

namespace rdpmend {
namespace {

bool isV4(std::string_view host)
{
    const auto parts = split(host, '.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](const std::string& part) {
               if (part.empty() || part.size() > 3 || part.find_first_not_of("0123456789") != std::string::npos)
                   return false;
               return std::stoi(part) <= 255;
           });
}

bool isV6Group(std::string_view group)
{
    return !group.empty() && group.size() <= 4 &&
           group.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// How many 16-bit groups stand between the colons; the end of an address may be written as IPv4, which is two of them.
// nullopt: something else stands there.
std::optional<std::size_t> countV6Groups(std::string_view text, bool isEnd)
{
    if (text.empty()) return 0;
    auto groups = split(text, ':');
    const bool endsAsV4 = isEnd && isV4(groups.back());
    if (endsAsV4) groups.pop_back();
    if (!std::ranges::all_of(groups, isV6Group)) return std::nullopt;
    return groups.size() + (endsAsV4 ? 2 : 0);
}

// The number or name of an interface, in the characters of RFC 6874: whatever else it might hold would be hostile.
bool isZone(std::string_view zone)
{
    return !zone.empty() && std::ranges::all_of(zone, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_' || c == '~';
    });
}

// RFC 4291 2.2, with a zone behind '%' (RFC 4007 11).
bool isV6(std::string_view host)
{
    const auto zone = host.find('%');
    if (zone != std::string_view::npos && !isZone(host.substr(zone + 1))) return false;
    const auto address = host.substr(0, zone);
    const auto gap = address.find("::");
    if (gap == std::string_view::npos) return countV6Groups(address, /*isEnd=*/true) == 8;
    const auto before = countV6Groups(address.substr(0, gap), /*isEnd=*/false);
    const auto after = countV6Groups(address.substr(gap + 2), /*isEnd=*/true);
    return before && after && *before + *after < 8;
}

// Letters, digits, hyphen, underscore (Windows allows it), dots, and bytes of UTF-8 for international names.
bool isName(std::string_view host)
{
    if (host.empty() || host.size() > 253) return false;
    const auto labels = split(host.back() == '.' ? host.substr(0, host.size() - 1) : host, '.');
    return std::ranges::all_of(labels, [](const std::string& label) {
        return !label.empty() && label.size() <= 63 && label.front() != '-' && std::ranges::all_of(label, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                   static_cast<unsigned char>(c) >= 0x80;
        });
    });
}

}    // namespace

bool isAddress(std::string_view host)
{
    return isV4(host) || isV6(host);
}

Result<Endpoint> parseEndpoint(std::string_view typed, std::uint16_t defaultPort)
{
    const std::string text = trim(typed);
    const std::string shown = '"' + sanitise(text, 80) + '"';
    if (text.empty()) return refusal("Type the name or address of a computer, for example pc-17 or 192.0.2.17.");
    if (text.find("://") != std::string::npos || text.find('/') != std::string::npos)
        return refusal(shown + " looks like a web address: type only the computer's name, for example pc-17.");

    std::string host = text;
    std::string port;
    if (text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string::npos) return refusal(shown + " has an opening bracket without a closing one.");
        host = text.substr(1, end - 1);
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return refusal("After the bracket in " + shown + " only :port may follow.");
        port = rest.empty() ? "" : rest.substr(1);
        if (!isV6(host)) return refusal(shown + " has no IPv6 address between its brackets.");
        if (!rest.empty() && port.empty())
            return refusal(shown + " ends with a colon: type the port after it, or leave it out.");
    } else if (const auto colon = text.find(':'); colon != std::string::npos && !isV6(text)) {
        if (std::ranges::count(text, ':') > 1)
            return refusal(shown + " is not an IPv6 address, such as 2001:db8::17; a port needs brackets around it.");
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return refusal(shown + " ends with a colon: type the port after it, or leave it out.");
    }
    if (!isAddress(host) && !isName(host))
        return refusal(shown +
                       " is not a computer name: use letters, digits, hyphens and dots, at most 253 characters.");
    if (host.find_first_not_of("0123456789.") == std::string::npos && !isV4(host))
        return refusal(shown + " is not an IPv4 address: it needs four numbers from 0 to 255, for example 192.0.2.17.");

    Endpoint endpoint{.host = host, .port = defaultPort};
    if (!port.empty()) {
        unsigned number = 0;
        const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
        if (problem != std::errc{} || end != port.data() + port.size() || number < 1 || number > 65535)
            return refusal("The port in " + shown + " must be a number from 1 to 65535.");
        endpoint.port = static_cast<std::uint16_t>(number);
    }
    return endpoint;
}

std::string toString(const Endpoint& endpoint)
{
    const bool v6 = endpoint.host.find(':') != std::string::npos;
    return (v6 ? '[' + endpoint.host + ']' : endpoint.host) + ':' + std::to_string(endpoint.port);
}

}    // namespace rdpmend

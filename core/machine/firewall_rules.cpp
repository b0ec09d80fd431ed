#include "core/machine/firewall_rules.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/machine/address.h"

namespace rdpmend {
namespace {

constexpr std::uint32_t tcp = 6, anyProtocol = 256;

bool isAny(std::string_view text)
{
    return text.empty() || text == "*";
}

// "%SystemRoot%\system32\mstsc.exe", "C:\Windows\System32\mstsc.exe": the folder of Windows may be spelled in any way.
bool isProgram(std::string_view path, std::string_view program)
{
    auto spelled = toLower(path);
    std::ranges::replace(spelled, '/', '\\');
    return spelled.ends_with(toLower(program));
}

bool hasPort(std::string_view ports, std::uint16_t port)
{
    return std::ranges::any_of(split(ports, ','), [port](const std::string& part) {
        const auto dash = part.find('-');
        const auto from = parseNumber(trim(part.substr(0, dash)));
        const auto to = dash == std::string::npos ? from : parseNumber(trim(part.substr(dash + 1)));
        return from && to && *from <= port && port <= *to;
    });
}

bool hasAddress(std::string_view ranges, const std::vector<Bytes>& addresses)
{
    return std::ranges::any_of(split(ranges, ','), [&addresses](const std::string& range) {
        return std::ranges::any_of(addresses, [&range](const Bytes& one) { return isWithin(trim(range), one); });
    });
}

}    // namespace

bool namesProgram(const FirewallRule& rule)
{
    return !isAny(rule.application);
}

bool covers(const FirewallRule& rule, const Outgoing& connection, std::uint32_t profiles)
{
    return rule.enabled && !rule.inbound && (rule.profiles & profiles) != 0 && isAny(rule.service) &&
           (rule.protocol == tcp || rule.protocol == anyProtocol) &&
           (!namesProgram(rule) || isProgram(rule.application, connection.program)) &&
           (isAny(rule.remotePorts) || hasPort(rule.remotePorts, connection.port)) && isAny(rule.localPorts) &&
           (isAny(rule.remoteAddresses) || hasAddress(rule.remoteAddresses, connection.addresses));
}

std::uint32_t profilesInForce(const Firewall& firewall)
{
    std::uint32_t bits = 0;
    for (const auto& one : firewall.profiles)
        if (one.active && one.enabled) bits |= static_cast<std::uint32_t>(one.profile);
    return bits;
}

}    // namespace rdpmend

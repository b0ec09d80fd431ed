#include "core/machine/access_list.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace rdpmend {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 20> rightNames{{
    {"CC", 0x1},     {"DC", 0x2},     {"LC", 0x4},     {"SW", 0x8},     {"RP", 0x10},
    {"WP", 0x20},    {"DT", 0x40},    {"LO", 0x80},    {"CR", 0x100},   {"SD", 0x10000},
    {"RC", 0x20000}, {"WD", 0x40000}, {"WO", 0x80000}, {"KA", 0xF003F}, {"KR", 0x20019},
    {"KW", 0x20006}, {"KX", 0x20019}, {"GA", 0xF003F}, {"GR", 0x20019}, {"GW", 0x20006},
}};

std::optional<std::uint32_t> rights(std::string_view text)
{
    if (const auto number = parseNumber(text)) return static_cast<std::uint32_t>(*number);
    std::uint32_t out = 0;
    for (; text.size() >= 2; text.remove_prefix(2)) {
        const auto known =
            std::ranges::find(rightNames, text.substr(0, 2), &std::pair<std::string_view, std::uint32_t>::first);
        if (known == rightNames.end()) return std::nullopt;
        out |= known->second;
    }
    return text.empty() ? std::optional(out) : std::nullopt;
}

bool isStandardUser(std::string_view sid, std::string_view ownSid)
{
    constexpr std::array<std::string_view, 8> groups{"BU",           "WD",      "AU",       "IU",
                                                     "S-1-5-32-545", "S-1-1-0", "S-1-5-11", "S-1-5-4"};
    return std::ranges::find(groups, sid) != groups.end() || (!ownSid.empty() && sid == ownSid);
}

}    // namespace

std::optional<std::uint32_t> standardUsersAccess(std::string_view sddl, std::string_view ownSid)
{
    // "O:..G:..D:flags(ace)(ace)S:(ace)"; an owner or group is a SID and has no "D:" in it.
    const auto begin = sddl.find("D:");
    if (begin == std::string_view::npos) return std::nullopt;
    auto rest = sddl.substr(begin + 2);
    rest = rest.substr(0, rest.find("S:"));
    if (rest.find("NO_ACCESS_CONTROL") != std::string_view::npos) return 0xF003FU;    // a NULL list refuses nothing

    std::uint32_t granted = 0, denied = 0;
    for (auto open = rest.find('('); open != std::string_view::npos; open = rest.find('(')) {
        const auto close = rest.find(')', open);
        if (close == std::string_view::npos) return std::nullopt;
        const auto parts = split(rest.substr(open + 1, close - open - 1), ';');
        rest.remove_prefix(close + 1);
        if (parts.size() != 6) return std::nullopt;    // conditional entries, which no registry key of Windows has
        const bool inheritOnly = parts[1].find("IO") != std::string::npos;
        if (inheritOnly || !isStandardUser(parts[5], ownSid)) continue;
        const auto mask = rights(parts[2]);
        if (!mask) return std::nullopt;
        // The first entry that speaks of a right decides it.
        if (parts[0] == "A")
            granted |= *mask & ~denied;
        else if (parts[0] == "D")
            denied |= *mask & ~granted;
        else
            return std::nullopt;
    }
    return granted;
}

}    // namespace rdpmend

#include "core/machine/event_query.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend {
namespace {

constexpr std::size_t longestName = 255;    // of a channel: EvtOpenChannelConfig
constexpr std::size_t mostIds = 256;
constexpr std::size_t idsPerSelect = 16;    // a single expression of the event log's XPath takes about 20

// Letters, digits and what names of Windows' own channels and providers have besides. None of them means anything in
// XML or within the quotation marks of XPath.
bool isName(std::string_view name)
{
    const auto isUsual = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" -_./()").find(c) != std::string_view::npos;
    };
    return !name.empty() && name.size() <= longestName && std::ranges::all_of(name, isUsual);
}

std::string select(const EventQuery& query, std::span<const std::uint32_t> ids)
{
    std::string conditions;
    if (!query.provider.empty()) conditions += "Provider[@Name='" + query.provider + "'] and ";
    for (std::size_t i = 0; i < ids.size(); ++i)
        conditions += (i == 0 ? "(" : " or ") + ("EventID=" + std::to_string(ids[i]));
    if (!ids.empty()) conditions += ") and ";
    const auto milliseconds = std::chrono::milliseconds(query.within).count();
    conditions += "TimeCreated[timediff(@SystemTime) &lt;= " + std::to_string(milliseconds) + ']';
    return "<Select Path=\"" + query.channel + "\">*[System[" + conditions + "]]</Select>";
}

}    // namespace

Result<std::string> eventQueryText(const EventQuery& query)
{
    if (!isName(query.channel)) return refusal('"' + sanitise(query.channel) + "\" is no name of an event log.");
    if (!query.provider.empty() && !isName(query.provider))
        return refusal('"' + sanitise(query.provider) + "\" is no name of a source of events.");
    if (query.ids.size() > mostIds) return refusal("Not more than 256 kinds of events can be looked for at once.");
    if (query.within.count() <= 0 || query.within > std::chrono::years(10))
        return refusal("Events can be looked for up to ten years back.");

    std::string text = "<QueryList><Query Id=\"0\">";
    const std::span<const std::uint32_t> ids(query.ids);
    if (ids.empty()) text += select(query, ids);
    for (std::size_t at = 0; at < ids.size(); at += idsPerSelect)
        text += select(query, ids.subspan(at, std::min(idsPerSelect, ids.size() - at)));
    return text + "</Query></QueryList>";
}

}    // namespace rdpmend

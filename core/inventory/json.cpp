#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/inventory/inventory.h"

namespace rdpmend {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schemaVersion = 1;
constexpr std::size_t longestText = 4096;    // characters

template <class T>
concept Written = std::is_arithmetic_v<T>;

struct Writer {
    template <Written T>
    Json operator()(T value) const
    {
        return value;
    }
    template <HasNames Enum>
    Json operator()(Enum value) const
    {
        return nameOf(value);
    }
    Json operator()(const std::string& text) const { return sanitise(text, longestText); }
    Json operator()(std::chrono::seconds span) const { return span.count(); }
    Json operator()(std::chrono::system_clock::time_point time) const { return isoTime(time); }
    Json operator()(const Error& error) const
    {
        return {{"code", error.code}, {"text", sanitise(describe(error), longestText)}};
    }
    Json operator()(const std::pair<std::string, std::string>& pair) const
    {
        return Json::array({(*this)(pair.first), (*this)(pair.second)});
    }
    template <class T>
    Json operator()(const std::optional<T>& value) const
    {
        return value ? (*this)(*value) : Json(nullptr);
    }
    template <class T>
    Json operator()(const Result<T>& result) const
    {
        return result ? (*this)(*result) : Json{{"error", (*this)(result.error())}};
    }
    template <class T>
    Json operator()(const std::vector<T>& list) const
    {
        Json out = Json::array();
        for (const auto& one : list) out.push_back((*this)(one));
        return out;
    }
    template <class T>
    Json operator()(const std::vector<SeenUnder<T>>& several) const
    {
        Json out = Json::object();
        for (const auto& [name, seen] : several) out[name] = (*this)(seen);
        return out;
    }
    template <HasMembers T>
    Json operator()(const T& thing) const
    {
        Json out = Json::object();
        members(thing, [&](std::string_view name, const auto& member) { out[std::string(name)] = (*this)(member); });
        return out;
    }
};

}    // namespace

std::string toJson(const Inventory& inventory, std::chrono::system_clock::time_point when, bool isRedacted)
{
    Json out{{"schema", schemaVersion},
             {"program", "rdpmend"},
             {"version", RDPMEND_VERSION},
             {"when", isoTime(when)},
             {"redacted", isRedacted}};
    members(inventory, [&out](std::string_view name, const auto& asked) {
        if (asked) out[std::string(name)] = Writer{}(*asked);
    });
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}    // namespace rdpmend

#include "core/simulated/system_json.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace rdpmend {
namespace {

using nlohmann::json;

template <class T>
concept Number = std::is_integral_v<T> && !std::same_as<T, bool>;

// Reads over what is there: members that the JSON does not name keep their values.
struct Reader {
    void operator()(const json& from, bool& to) const { to = from.get<bool>(); }
    void operator()(const json& from, std::string& to) const { to = from.get<std::string>(); }
    void operator()(const json& from, std::chrono::seconds& to) const
    {
        to = std::chrono::seconds(from.get<std::int32_t>());
    }
    void operator()(const json& from, Bytes& to) const
    {
        const auto bytes = fromHex(from.get<std::string>());
        if (!bytes) throw std::runtime_error("a certificate is not written in hexadecimal");
        to = *bytes;
    }
    template <Number T>
    void operator()(const json& from, T& to) const
    {
        const auto wide = from.get<std::int64_t>();
        if (!std::in_range<T>(wide)) throw std::runtime_error(from.dump() + " is too large");
        to = static_cast<T>(wide);
    }
    template <HasNames Enum>
    void operator()(const json& from, Enum& to) const
    {
        const auto& name = from.get_ref<const std::string&>();
        const auto& known = namesOf(to);
        const auto found = std::ranges::find(known, name, &Named<Enum>::name);
        if (found == known.end()) throw std::runtime_error('"' + sanitise(name, 40) + "\" is not known here");
        to = found->value;
    }
    void operator()(const json& from, std::pair<std::string, std::string>& to) const
    {
        if (from.size() != 2) throw std::runtime_error(sanitise(from.dump(), 40) + " is not a pair");
        to = {from.at(0).get<std::string>(), from.at(1).get<std::string>()};
    }
    template <class T>
    void operator()(const json& from, std::optional<T>& to) const
    {
        to.reset();
        if (!from.is_null()) (*this)(from, to.emplace());
    }
    template <class T>
    void operator()(const json& from, std::vector<T>& to) const
    {
        to.clear();
        for (const auto& one : from.get_ref<const json::array_t&>()) (*this)(one, to.emplace_back());
    }
    template <class T>
    void operator()(const json& from, ByName<T>& to) const    // null takes away
    {
        for (const auto& [name, value] : from.get_ref<const json::object_t&>()) {
            if (value.is_null())
                to.erase(name);
            else
                (*this)(value, to[name]);
        }
    }
    template <HasMembers T>
    void operator()(const json& from, T& to) const
    {
        std::size_t known = 0;
        const auto& object = from.get_ref<const json::object_t&>();
        members(to, [&](std::string_view name, auto& member) {
            if constexpr (!std::same_as<decltype(member), std::chrono::system_clock::time_point&>) {
                const auto found = object.find(std::string(name));
                if (found == object.end()) return;
                ++known;
                (*this)(found->second, member);
            }
        });
        if (known != object.size())
            throw std::runtime_error(sanitise(from.dump(), 80) + " has a member that means nothing");
    }
};

struct Writer {
    template <class T>
    requires(std::is_arithmetic_v<T> || std::same_as<T, std::string>) json operator()(const T& value) const
    {
        return value;
    }
    json operator()(std::chrono::seconds span) const { return span.count(); }
    json operator()(const Bytes& bytes) const { return toHex(bytes); }
    template <HasNames Enum>
    json operator()(Enum value) const
    {
        return nameOf(value);
    }
    json operator()(const std::pair<std::string, std::string>& pair) const
    {
        return json::array({pair.first, pair.second});
    }
    template <class T>
    json operator()(const std::optional<T>& value) const
    {
        return value ? (*this)(*value) : json(nullptr);
    }
    template <class T>
    json operator()(const std::vector<T>& list) const
    {
        json out = json::array();
        for (const auto& one : list) out.push_back((*this)(one));
        return out;
    }
    template <class T>
    json operator()(const ByName<T>& byName) const
    {
        json out = json::object();
        for (const auto& [name, value] : byName) out[name] = (*this)(value);
        return out;
    }
    template <HasMembers T>
    json operator()(const T& thing) const
    {
        json out = json::object();
        members(thing, [&](std::string_view name, const auto& member) {
            if constexpr (!std::same_as<decltype(member), const std::chrono::system_clock::time_point&>)
                out[std::string(name)] = (*this)(member);
        });
        return out;
    }
};

// What stands under a name has that name.
void nameAfterTheirKeys(SimulatedSystem& system)
{
    for (auto& [name, service] : system.services) service.name = name;
    for (auto& [channel, events] : system.events)
        for (auto& event : events) event.event.channel = channel;
}

}    // namespace

bool readMember(SimulatedSystem& system, const std::string& name, const json& value)
{
    bool known = false;
    members(system, [&](std::string_view memberName, auto& member) {
        if (memberName != name) return;
        known = true;
        Reader{}(value, member);
    });
    nameAfterTheirKeys(system);
    for (const auto& [subject, error] : system.cannotLook)
        if (std::ranges::find(lookSubjects, subject) == lookSubjects.end())
            throw std::runtime_error('"' + sanitise(subject, 40) + "\" of cannot_look is not a subject");
    return known;
}

void writeMembers(const SimulatedSystem& system, json& object)
{
    const auto healthy = healthySystem();
    json usual = json::object();
    members(healthy, [&](std::string_view name, const auto& member) { usual[std::string(name)] = Writer{}(member); });
    members(system, [&](std::string_view name, const auto& member) {
        json now = Writer{}(member);
        json& before = usual[std::string(name)];
        if (now == before) return;
        if constexpr (requires { typename std::decay_t<decltype(member)>::mapped_type; })
            for (const auto& [key, value] : before.items())
                if (!now.contains(key)) now[key] = nullptr;
        object[std::string(name)] = std::move(now);
    });
}

}    // namespace rdpmend

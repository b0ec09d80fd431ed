// The canonical JSON of changes. nlohmann::json keeps the members of an object sorted, which is what makes it
// canonical.
#include <initializer_list>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/base/sha256.h"
#include "core/changes/changes.h"

namespace rdpmend {
namespace {

using nlohmann::json;

constexpr int deepestKey = 512;    // levels; the registry's own limit

json encode(const RegistryKey& key)
{
    return json::object({{"hive", key.hive == Hive::CurrentUser ? "HKCU" : "HKLM"},
                         {"path", key.path},
                         {"view", key.view == View::Registry64 ? 64 : 32}});
}

json encode(const RegistryValue& value)
{
    return json::object({{"data", toHex(value.data)}, {"type", value.type}});
}

json encode(const RegistryTree& tree)
{
    json values = json::array();
    for (const auto& [name, value] : tree.values) {
        json entry = encode(value);
        entry["name"] = name;
        values.push_back(std::move(entry));
    }
    json keys = json::array();
    for (const auto& key : tree.keys) keys.push_back(encode(key));
    json out = json::object({{"name", tree.name}, {"values", std::move(values)}, {"keys", std::move(keys)}});
    out["sddl"] = tree.sddl ? json(*tree.sddl) : json(nullptr);
    return out;
}

struct Encode {
    json operator()(const SetRegistryValue& c) const
    {
        json out = json::object({{"kind", "registry_value"}, {"key", encode(c.key)}, {"name", c.name}});
        out["value"] = c.value ? encode(*c.value) : json(nullptr);
        return out;
    }
    json operator()(const ReplaceRegistryKey& c) const
    {
        json out = json::object({{"kind", "registry_key"}, {"key", encode(c.key)}});
        out["tree"] = c.tree ? encode(*c.tree) : json(nullptr);
        return out;
    }
    json operator()(const SetSavedCredential& c) const
    {
        json out = json::object({{"kind", "saved_credential"}, {"target", c.target}});
        out["user"] = c.user ? json(*c.user) : json(nullptr);
        return out;
    }
    json operator()(const WriteFile& c) const
    {
        json out = json::object({{"kind", "file"}, {"path", c.path}});
        out["content"] = c.content ? json(toHex(*c.content)) : json(nullptr);
        return out;
    }
};

json encode(const Change& change)
{
    return std::visit(Encode{}, change);
}

// Bytes that are no UTF-8 would be replaced; the journal compares after reading back and refuses such a change.
std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Exactly these members, in any order: an unknown one would be a meaning we do not know.
void expect(const json& object, std::initializer_list<const char*> members)
{
    if (!object.is_object()) throw std::runtime_error("an object is missing");
    for (const auto* member : members)
        if (!object.contains(member)) throw std::runtime_error(std::string("\"") + member + "\" is missing");
    if (object.size() != members.size()) throw std::runtime_error("it has a member that this version does not know");
}

Bytes decodeHex(const json& text)
{
    auto bytes = fromHex(text.get_ref<const std::string&>());
    if (!bytes) throw std::runtime_error("its bytes are not hexadecimal");
    return *std::move(bytes);
}

RegistryKey decodeKey(const json& object)
{
    expect(object, {"hive", "path", "view"});
    const auto& hive = object["hive"].get_ref<const std::string&>();
    const auto view = object["view"].get<int>();
    if ((hive != "HKCU" && hive != "HKLM") || (view != 64 && view != 32))
        throw std::runtime_error("it names a hive or view that this version does not know");
    return {.hive = hive == "HKCU" ? Hive::CurrentUser : Hive::LocalMachine,
            .path = object["path"].get<std::string>(),
            .view = view == 64 ? View::Registry64 : View::Registry32};
}

std::uint32_t decodeType(const json& number)
{
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > 0xFFFFFFFFU)
        throw std::runtime_error("a value's type is not a number");
    return number.get<std::uint32_t>();
}

RegistryValue decodeValue(const json& object)
{
    expect(object, {"data", "type"});
    return {.type = decodeType(object["type"]), .data = decodeHex(object["data"])};
}

RegistryTree decodeTree(const json& object, int depth = 0)
{
    if (depth > deepestKey) throw std::runtime_error("its keys are nested too deeply");
    expect(object, {"name", "sddl", "values", "keys"});
    RegistryTree tree{.name = object["name"].get<std::string>()};
    if (!object["sddl"].is_null()) tree.sddl = object["sddl"].get<std::string>();
    for (const auto& value : object["values"].get_ref<const json::array_t&>()) {
        expect(value, {"data", "name", "type"});
        tree.values.push_back({.name = value["name"].get<std::string>(),
                               .value = {.type = decodeType(value["type"]), .data = decodeHex(value["data"])}});
    }
    for (const auto& key : object["keys"].get_ref<const json::array_t&>())
        tree.keys.push_back(decodeTree(key, depth + 1));
    return tree;
}

Change decode(const json& object)
{
    const auto kind = object.at("kind").get<std::string>();
    if (kind == "registry_value") {
        expect(object, {"kind", "key", "name", "value"});
        SetRegistryValue change{.key = decodeKey(object["key"]), .name = object["name"].get<std::string>()};
        if (!object["value"].is_null()) change.value = decodeValue(object["value"]);
        return change;
    }
    if (kind == "registry_key") {
        expect(object, {"kind", "key", "tree"});
        ReplaceRegistryKey change{.key = decodeKey(object["key"])};
        if (!object["tree"].is_null()) change.tree = decodeTree(object["tree"]);
        return change;
    }
    if (kind == "saved_credential") {
        expect(object, {"kind", "target", "user"});
        SetSavedCredential change{.target = object["target"].get<std::string>()};
        if (!object["user"].is_null()) change.user = object["user"].get<std::string>();
        return change;
    }
    if (kind == "file") {
        expect(object, {"kind", "path", "content"});
        WriteFile change{.path = object["path"].get<std::string>()};
        if (!object["content"].is_null()) change.content = decodeHex(object["content"]);
        return change;
    }
    throw std::runtime_error("its kind is one that this version does not know");
}

}    // namespace

std::string toJson(const Change& change)
{
    return dump(encode(change));
}

Result<Change> changeFromJson(std::string_view text)
{
    try {
        return decode(json::parse(text));
    } catch (const json::exception&) {
        return refusal("The stored change cannot be understood: it is not written as this version writes it.");
    } catch (const std::exception& problem) {
        return refusal(std::string("The stored change cannot be understood: ") + problem.what() + '.');
    }
}

std::string planHash(const Plan& plan)
{
    json steps = json::array();
    for (const auto& step : plan.steps) {
        json changes = json::array();
        for (const auto& [before, after] : step.changes)
            changes.push_back(json::object({{"before", encode(before)}, {"after", encode(after)}}));
        steps.push_back(json::object({{"fix", step.fix},
                                      {"remedy", step.remedy},
                                      {"scope", std::string(name(step.scope))},
                                      {"reversal", std::string(name(step.reversal))},
                                      {"changes", std::move(changes)}}));
    }
    return toHex(sha256(toBytes(dump(steps))));
}

}    // namespace rdpmend

#include "core/simulated/state.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/simulated/system_json.h"

namespace rdpmend {
namespace {

using nlohmann::json;

[[noreturn]] void bad(const std::string& why)
{
    throw std::runtime_error(why);
}

RegistryKey parseKey(const std::string& text)
{
    const auto slash = text.find('\\');
    const auto root = text.substr(0, slash);
    RegistryKey key{.path = slash == std::string::npos ? "" : text.substr(slash + 1)};
    if (root == "HKLM64" || root == "HKLM32") {
        key.hive = Hive::LocalMachine;
        key.view = root == "HKLM32" ? View::Registry32 : View::Registry64;
    } else if (root != "HKCU") {
        bad("the registry key \"" + sanitise(text) + "\" does not begin with HKCU\\, HKLM64\\ or HKLM32\\");
    }
    const auto parts = split(key.path, '\\');
    if (std::ranges::any_of(parts, &std::string::empty))
        bad("the registry key \"" + sanitise(text) + "\" has an empty part");
    return key;
}

Bytes parseHex(const json& text)
{
    auto bytes = fromHex(text.get_ref<const std::string&>());
    if (!bytes) bad("\"" + sanitise(text.get_ref<const std::string&>(), 40) + "\" is not hexadecimal");
    return *std::move(bytes);
}

RegistryValue multiString(const json& list)
{
    RegistryValue out{.type = RegistryValue::multiSz};
    for (const auto& text : list) {
        const auto part = RegistryValue::fromString(text.get<std::string>()).data;
        out.data.insert(out.data.end(), part.begin(), part.end());
    }
    out.data.insert(out.data.end(), {0, 0});
    return out;
}

RegistryValue parseValue(const json& object)
{
    if (object.is_object() && object.size() == 2 && object.contains("type") && object.contains("data"))
        return {.type = object["type"].get<std::uint32_t>(), .data = parseHex(object["data"])};
    if (!object.is_object() || object.size() != 1) bad("a registry value is not written as {\"<type>\": <data>}");
    const auto& type = object.begin().key();
    const auto& data = object.begin().value();
    if (type == "dword") return RegistryValue::fromDword(data.get<std::uint32_t>());
    if (type == "qword") {
        const auto value = data.get<std::uint64_t>();
        const auto low = static_cast<std::uint32_t>(value & 0xFFFFFFFFU);
        return {.type = RegistryValue::qword,
                .data = ByteWriter{}.u32le(low).u32le(static_cast<std::uint32_t>(value >> 32U)).take()};
    }
    if (type == "string") return RegistryValue::fromString(data.get<std::string>());
    if (type == "expand")
        return {.type = RegistryValue::expandSz, .data = RegistryValue::fromString(data.get<std::string>()).data};
    if (type == "multi") return multiString(data);
    if (type == "binary") return {.type = RegistryValue::binary, .data = parseHex(data)};
    bad("the registry has no type \"" + sanitise(type) + "\": use dword, qword, string, expand, multi, binary");
}

// The readable form where it says the same bytes, else the raw one.
json encode(const RegistryValue& value)
{
    if (const auto number = value.asDword()) return json::object({{"dword", *number}});
    if (value.type == RegistryValue::binary) return json::object({{"binary", toHex(value.data)}});
    if (const auto text = value.asString(); text && RegistryValue::fromString(*text).data == value.data)
        return json::object({{value.type == RegistryValue::sz ? "string" : "expand", *text}});
    return json::object({{"type", value.type}, {"data", toHex(value.data)}});
}

void encode(const std::string& path, const RegistryTree& tree, json& registry, json& permissions)
{
    json values = json::object();
    for (const auto& [name, value] : tree.values) values[name] = encode(value);
    registry[path] = std::move(values);
    if (tree.sddl) permissions[path] = *tree.sddl;
    for (const auto& key : tree.keys) encode(path + '\\' + key.name, key, registry, permissions);
}

// Files are text where they are UTF-8 without surprises, else {"hex": ...}.
json encodeFile(const Bytes& content)
{
    const auto text = toText(content);
    const bool plain =
        std::ranges::all_of(text, [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r'; });
    return plain ? json(text) : json::object({{"hex", toHex(content)}});
}

SimulatedState decode(const json& object)
{
    SimulatedState state;
    if (!object.is_object()) bad("it is not a JSON object");
    for (const auto& [name, value] : object.items()) {
        if (name == "description") {
            state.description = value.get<std::string>();
        } else if (name == "home") {
            state.home = value.get<std::string>();
        } else if (name == "clock_offset_seconds") {
            state.clockOffset = std::chrono::seconds(value.get<std::int64_t>());
        } else if (name == "registry") {
            for (const auto& [path, values] : value.items()) {
                const auto key = parseKey(path);
                if (!state.registry.find(key)) state.registry.replace(key, RegistryTree{});
                for (const auto& [valueName, data] : values.items())
                    state.registry.set(key, valueName, parseValue(data));
            }
        } else if (name == "permissions") {
            for (const auto& [path, sddl] : value.items())
                state.registry.setSddl(parseKey(path), sddl.get<std::string>());
        } else if (name == "credentials") {
            for (const auto& entry : value)
                state.credentials.push_back({.target = entry.at("target").get<std::string>(),
                                             .user = entry.at("user").get<std::string>(),
                                             .password = entry.value("password", "")});
        } else if (name == "files") {
            for (const auto& [path, content] : value.items())
                state.files[path] =
                    content.is_string() ? toBytes(content.get<std::string>()) : parseHex(content.at("hex"));
        } else if (name == "hosts") {
            state.hosts = value.get<std::string>();
        } else if (!readMember(state.system, name, value)) {
            bad("it has a member \"" + sanitise(name, 40) + "\", which means nothing (see core/simulated/README.md)");
        }
    }
    std::ranges::sort(state.credentials, PathOrder{}, &SimulatedCredential::target);
    return state;
}

std::string position(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto column = before.size() - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}    // namespace

Result<SimulatedState> stateFromJson(std::string_view text, std::string_view what)
{
    const std::string name(what);
    try {
        return decode(json::parse(text));
    } catch (const json::parse_error& problem) {
        return refusal(name + " is not valid JSON: see " + position(text, problem.byte) + '.');
    } catch (const json::exception&) {
        return refusal(name + " does not describe a PC: a member is missing or has the wrong type.");
    } catch (const std::exception& problem) {
        return refusal(name + " does not describe a PC: " + problem.what() + '.');
    }
}

std::string toJson(const SimulatedState& state)
{
    json registry = json::object();
    json permissions = json::object();
    for (const auto& key : state.registry.currentUser().keys) encode("HKCU\\" + key.name, key, registry, permissions);
    for (const auto view : {View::Registry64, View::Registry32})
        for (const auto& key : state.registry.localMachine(view).keys)
            encode((view == View::Registry64 ? "HKLM64\\" : "HKLM32\\") + key.name, key, registry, permissions);

    json credentials = json::array();
    for (const auto& [target, user, password] : state.credentials) {
        json entry = json::object({{"target", target}, {"user", user}});
        if (!password.empty()) entry["password"] = password;
        credentials.push_back(std::move(entry));
    }
    json files = json::object();
    for (const auto& [path, content] : state.files) files[path] = encodeFile(content);

    auto out = json::object({{"description", state.description},
                             {"home", state.home},
                             {"clock_offset_seconds", state.clockOffset.count()},
                             {"registry", std::move(registry)},
                             {"permissions", std::move(permissions)},
                             {"credentials", std::move(credentials)},
                             {"files", std::move(files)},
                             {"hosts", state.hosts}});
    writeMembers(state.system, out);
    return out.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}    // namespace rdpmend

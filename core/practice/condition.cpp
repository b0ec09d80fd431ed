#include "core/practice/condition.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/protocol/rdp_file.h"

namespace rdpmend {
namespace {

using Json = nlohmann::json;

Condition all(std::vector<Condition> parts)
{
    return [parts = std::move(parts)](const MachineView& machine) {
        return std::ranges::all_of(parts, [&machine](const Condition& part) { return part(machine); });
    };
}

Condition any(std::vector<Condition> parts)
{
    return [parts = std::move(parts)](const MachineView& machine) {
        return std::ranges::any_of(parts, [&machine](const Condition& part) { return part(machine); });
    };
}

Condition negated(Condition part)
{
    return [part = std::move(part)](const MachineView& machine) { return !part(machine); };
}

Condition keyExists(RegistryKey key)
{
    return [key = std::move(key)](const MachineView& machine) {
        const auto tree = machine.registryTree(key);
        return tree && tree->has_value();
    };
}

Condition valueExists(RegistryKey key, std::string name)
{
    return [key = std::move(key), name = std::move(name)](const MachineView& machine) {
        const auto value = machine.registryValue(key, name);
        return value && value->has_value();
    };
}

Condition valueIs(RegistryKey key, std::string name, std::uint32_t number)
{
    return [key = std::move(key), name = std::move(name), number](const MachineView& machine) {
        const auto value = machine.registryValue(key, name);
        return value && value->has_value() && (*value)->asDword() == number;
    };
}

Condition credentialSaved(std::string target)
{
    return [target = std::move(target)](const MachineView& machine) {
        const auto saved = machine.savedCredentials(target);
        return saved && std::ranges::any_of(*saved, [&target](const SavedCredential& credential) {
                   return equalIgnoringCase(credential.target, target);
               });
    };
}

Result<Condition> parse(const Json& json);

Result<std::vector<Condition>> parseList(const Json& json)
{
    std::vector<Condition> out;
    for (const Json& part : json) {
        auto condition = parse(part);
        if (!condition) return condition.error();
        out.push_back(std::move(*condition));
    }
    return out;
}

Condition fileSays(std::string path, std::string setting, std::int64_t number)
{
    return [path = std::move(path), setting = std::move(setting), number](const MachineView& machine) {
        const auto content = machine.file(path);
        if (!content || !content->has_value()) return false;
        const auto settings = protocol::parseRdpFile(**content);
        return settings && settings->number(setting) == number;
    };
}

Result<Condition> parseRegistry(const Json& json)
{
    auto key = parseRegistryKey(json.at("registry").get<std::string>());
    if (!key) return key.error();
    if (!json.contains("value")) return keyExists(std::move(*key));
    auto name = json.at("value").get<std::string>();
    if (!json.contains("is")) return valueExists(std::move(*key), std::move(name));
    return valueIs(std::move(*key), std::move(name), json.at("is").get<std::uint32_t>());
}

Result<Condition> parse(const Json& json)
{
    if (json.contains("registry")) return parseRegistry(json);
    if (json.contains("credential")) return credentialSaved(json.at("credential").get<std::string>());
    if (json.contains("rdp_file")) {
        return fileSays(json.at("rdp_file").get<std::string>(), json.at("setting").get<std::string>(),
                        json.at("is").get<std::int64_t>());
    }
    if (json.contains("not")) {
        auto part = parse(json.at("not"));
        if (!part) return part.error();
        return negated(std::move(*part));
    }
    for (const bool every : {true, false}) {
        const char* const name = every ? "all" : "any";
        if (!json.contains(name)) continue;
        auto parts = parseList(json.at(name));
        if (!parts) return parts.error();
        return every ? all(std::move(*parts)) : any(std::move(*parts));
    }
    return refusal("A condition of a practice case is none of the known kinds: " + json.dump());
}

}    // namespace

Result<RegistryKey> parseRegistryKey(std::string_view text)
{
    struct Root {
        std::string_view prefix;
        Hive hive;
        View view;
    };
    constexpr std::array roots{Root{"HKLM64\\", Hive::LocalMachine, View::Registry64},
                               Root{"HKLM32\\", Hive::LocalMachine, View::Registry32},
                               Root{"HKCU\\", Hive::CurrentUser, View::Registry64}};
    for (const Root& root : roots) {
        if (!startsWithIgnoringCase(text, root.prefix) || text.size() == root.prefix.size()) continue;
        return RegistryKey{.hive = root.hive, .path = std::string(text.substr(root.prefix.size())), .view = root.view};
    }
    return refusal("A registry key of a practice case must begin with HKLM64\\, HKLM32\\ or HKCU\\: " +
                   std::string(text));
}

Result<Condition> parseCondition(std::string_view json)
{
    try {
        return parse(Json::parse(json));
    } catch (const Json::exception& problem) {
        return refusal(std::string("A condition of a practice case cannot be read: ") + problem.what());
    }
}

}    // namespace rdpmend

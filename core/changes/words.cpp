// What a person reads about a change: where it is, and what that place holds.
#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/changes/names.h"

namespace rdpmend {
namespace {

constexpr std::size_t shownBytes = 24;

std::string typeName(std::uint32_t type)
{
    switch (type) {
    case RegistryValue::none: return "REG_NONE";
    case RegistryValue::sz: return "REG_SZ";
    case RegistryValue::expandSz: return "REG_EXPAND_SZ";
    case RegistryValue::binary: return "REG_BINARY";
    case RegistryValue::dword: return "REG_DWORD";
    case RegistryValue::multiSz: return "REG_MULTI_SZ";
    case RegistryValue::qword: return "REG_QWORD";
    default: return fmt::format("registry type {}", type);
    }
}

std::string words(const RegistryValue& value)
{
    const auto type = typeName(value.type);
    if (const auto number = value.asDword()) return fmt::format("{} ({})", *number, type);
    if (value.type == RegistryValue::qword && value.data.size() == 8)
        return fmt::format("{} ({})", ByteReader(value.data).u64le(), type);
    if (const auto text = value.asString()) return fmt::format("\"{}\" ({})", sanitise(*text), type);
    if (value.data.empty()) return fmt::format("empty ({})", type);
    const auto shown = ByteView(value.data).first(std::min(value.data.size(), shownBytes));
    return fmt::format("{}{} ({}, {} bytes)", toHex(shown, " "), shown.size() < value.data.size() ? " ..." : "", type,
                       value.data.size());
}

void count(const RegistryTree& tree, std::size_t& values, std::size_t& keys)
{
    values += tree.values.size();
    ++keys;
    for (const auto& key : tree.keys) count(key, values, keys);
}

std::string words(const RegistryTree& tree)
{
    std::size_t values = 0;
    std::size_t keys = 0;
    count(tree, values, keys);
    if (values == 0) return keys == 1 ? "an empty key" : fmt::format("{} empty keys", keys);
    return fmt::format("{} value{} in {} key{}", values, values == 1 ? "" : "s", keys, keys == 1 ? "" : "s");
}

struct Place {
    std::string operator()(const SetRegistryValue& c) const
    {
        return shownPath(c.key) + '\\' + (c.name.empty() ? "(default)" : sanitise(c.name));
    }
    std::string operator()(const ReplaceRegistryKey& c) const { return shownPath(c.key); }
    std::string operator()(const SetSavedCredential& c) const { return "saved credential " + sanitise(c.target); }
    std::string operator()(const WriteFile& c) const { return sanitise(c.path, 512); }
};

struct Content {
    static constexpr auto absent = "does not exist";
    std::string operator()(const SetRegistryValue& c) const { return c.value ? words(*c.value) : absent; }
    std::string operator()(const ReplaceRegistryKey& c) const { return c.tree ? words(*c.tree) : absent; }
    std::string operator()(const SetSavedCredential& c) const
    {
        return c.user ? fmt::format("a password for {}", sanitise(*c.user)) : absent;
    }
    std::string operator()(const WriteFile& c) const
    {
        return c.content ? fmt::format("a file of {} bytes", c.content->size()) : absent;
    }
};

}    // namespace

std::string shownPath(const RegistryKey& key)
{
    const std::string hive = key.hive == Hive::CurrentUser ? "HKCU\\" : "HKLM\\";
    constexpr std::string_view software = "SOFTWARE";
    if (key.view == View::Registry64 || !hasTwoViews(key)) return hive + sanitise(key.path, 512);
    return hive +
           sanitise(key.path.substr(0, software.size()) + "\\WOW6432Node" + key.path.substr(software.size()), 512);
}

std::string place(const Change& change)
{
    return std::visit(Place{}, change);
}

std::string content(const Change& change)
{
    return std::visit(Content{}, change);
}

bool canBePerformed(const Change& change)
{
    const auto* credential = std::get_if<SetSavedCredential>(&change);
    return !credential || !credential->user;
}

}    // namespace rdpmend

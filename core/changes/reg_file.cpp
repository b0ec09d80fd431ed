// Changes as .reg files, for people who want to undo without the program.
// Format: "How to add, modify, or delete registry subkeys and values by using a .reg file", Microsoft Support.
#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/changes/names.h"

namespace rdpmend {
namespace {

constexpr std::string_view header = "Windows Registry Editor Version 5.00\r\n\r\n";

std::string fullPath(const RegistryKey& key)
{
    return (key.hive == Hive::CurrentUser ? "HKEY_CURRENT_USER" : "HKEY_LOCAL_MACHINE") + shownPath(key).substr(4);
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out + '"';
}

bool fitsOnOneLine(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string data(const RegistryValue& value)
{
    if (const auto number = value.asDword()) return fmt::format("dword:{:08x}", *number);
    if (value.type == RegistryValue::sz) {
        const auto text = value.asString();
        if (text && fitsOnOneLine(*text) && RegistryValue::fromString(*text) == value) return quoted(*text);
    }
    if (value.type == RegistryValue::binary) return "hex:" + toHex(value.data, ",");
    return fmt::format("hex({:x}):", value.type) + toHex(value.data, ",");
}

std::string line(std::string_view name, const std::optional<RegistryValue>& value)
{
    // A .reg file is read line by line: a name with a line break in it could smuggle in a line of its own.
    if (!fitsOnOneLine(name))
        return "; not written here, because its name has control characters: " + sanitise(name) + "\r\n";
    return (name.empty() ? "@" : quoted(name)) + '=' + (value ? data(*value) : "-") + "\r\n";
}

std::string section(const std::string& path, const RegistryTree& tree)
{
    std::string out = '[' + path + "]\r\n";
    if (tree.sddl) out += "; permissions: " + sanitise(*tree.sddl, 4096) + "\r\n";
    for (const auto& [name, value] : tree.values) out += line(name, value);
    out += "\r\n";
    for (const auto& key : tree.keys) out += section(path + '\\' + sanitise(key.name), key);
    return out;
}

struct Write {
    std::string operator()(const SetRegistryValue& c) const
    {
        return std::string(header) + '[' + fullPath(c.key) + "]\r\n" + line(c.name, c.value);
    }
    std::string operator()(const ReplaceRegistryKey& c) const
    {
        const auto path = fullPath(c.key);
        return std::string(header) + "[-" + path + "]\r\n\r\n" + (c.tree ? section(path, *c.tree) : "");
    }
    std::string operator()(const SetSavedCredential& c) const
    {
        if (!c.user) return "Remove the saved credential: cmdkey /delete:" + sanitise(c.target) + "\r\n";
        return "The password cannot be put back. Connect to " + sanitise(c.target) + " as " + sanitise(*c.user) +
               " and let Windows save the password again.\r\n";
    }
    std::string operator()(const WriteFile& c) const
    {
        if (!c.content) return "Delete the file " + sanitise(c.path, 512) + "\r\n";
        return "The file " + sanitise(c.path, 512) + " held these bytes (hexadecimal):\r\n" + toHex(*c.content) +
               "\r\n";
    }
};

}    // namespace

std::string toRegFile(const Change& change)
{
    return std::visit(Write{}, change);
}

}    // namespace rdpmend

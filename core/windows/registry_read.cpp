#include <algorithm>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/machine/limits.h"
#include "core/windows/registry.h"
#include "core/windows/registry_key.h"
#include "core/windows/security.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

bool sameName(const std::wstring& a, const std::wstring& b)
{
    return CompareStringOrdinal(a.data(), static_cast<int>(a.size()), b.data(), static_cast<int>(b.size()), TRUE) ==
           CSTR_EQUAL;
}

// The one of `names` that Windows means by `name`, as it is stored; `name` itself when it is gone by now.
Result<std::string> spelling(const Result<std::vector<std::wstring>>& names, const std::string& name)
{
    if (!names) return names.error();
    const auto wide = toWide(name);
    if (!wide) return wide.error();
    const auto found = std::ranges::find_if(*names, [&](const std::wstring& one) { return sameName(one, *wide); });
    return found == names->end() ? name : fromWide(*found);
}

Result<std::string> storedName(const RegistryKey& key, const std::string& doing)
{
    const auto slash = key.path.rfind('\\');
    const auto name = key.path.substr(slash + 1);    // npos + 1 is 0: the whole path
    if (slash == std::string::npos) return spelling(keyNames(hive(key), doing), name);
    auto above = key;
    above.path.resize(slash);
    const auto parent = open(above, KEY_ENUMERATE_SUB_KEYS, doing);
    if (!parent) return parent.error();
    if (!*parent) return name;
    return spelling(keyNames(parent->get(), doing), name);
}

class TreeReader {
public:
    explicit TreeReader(const RegistryKey& key) : m_view(view(key)), m_place(place(ReplaceRegistryKey{.key = key})) {}

    Result<RegistryTree> read(HKEY key, std::string name)
    {
        if (auto status = refuseLink(key, m_doing); !status) return status.error();
        if (auto status = count(key); !status) return status.error();
        auto sddl = readSddl(key, m_doing);
        if (!sddl) return sddl.error();
        RegistryTree tree{.name = std::move(name), .sddl = *std::move(sddl)};
        if (auto status = readValues(key, tree); !status) return status.error();
        if (auto status = readKeys(key, tree); !status) return status.error();
        const auto byName = [](const auto& entry) { return toLower(entry.name); };
        std::ranges::sort(tree.values, {}, byName);
        std::ranges::sort(tree.keys, {}, byName);
        return tree;
    }

private:
    // Before the names are listed: how long the lists are is up to whoever wrote them.
    Status count(HKEY key)
    {
        DWORD values = 0;
        const LSTATUS status = RegQueryInfoKeyW(key, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, &values,
                                                nullptr, nullptr, nullptr, nullptr);
        if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), m_doing);
        m_entries += 1 + values;
        if (m_entries <= largestTree) return ok();
        return refusal(m_place + " holds more than 4096 keys and values, too many to be kept for undo.");
    }

    Status readValues(HKEY key, RegistryTree& tree) const
    {
        const auto names = valueNames(key, m_doing);
        if (!names) return names.error();
        for (const auto& name : *names) {
            auto value = query(key, name, m_doing);
            if (!value) return value.error();
            auto utf8 = fromWide(name);
            if (!utf8) return utf8.error();
            if (*value) tree.values.push_back({.name = *std::move(utf8), .value = **std::move(value)});
        }
        return ok();
    }

    Status readKeys(HKEY key, RegistryTree& tree)
    {
        const auto names = keyNames(key, m_doing);
        if (!names) return names.error();
        for (const auto& name : *names) {
            const auto below = open(key, name, REG_OPTION_OPEN_LINK, KEY_READ | m_view, m_doing);
            if (!below) return below.error();
            if (!*below) continue;
            auto utf8 = fromWide(name);
            if (!utf8) return utf8.error();
            auto child = read(below->get(), *std::move(utf8));
            if (!child) return child.error();
            tree.keys.push_back(*std::move(child));
        }
        return ok();
    }

    REGSAM m_view;
    std::string m_place;
    std::string m_doing = "read " + m_place;
    std::size_t m_entries = 0;
};

void spellDescriptors(RegistryTree& now, const RegistryTree& like)
{
    if (now.sddl && like.sddl && meanTheSame(*now.sddl, *like.sddl)) now.sddl = like.sddl;
    for (auto& key : now.keys) {
        const auto same = std::ranges::find_if(
            like.keys, [&key](const RegistryTree& other) { return equalIgnoringCase(other.name, key.name); });
        if (same != like.keys.end()) spellDescriptors(key, *same);
    }
}

}    // namespace

Result<std::optional<RegistryValue>> readValue(const RegistryKey& key, std::string_view name)
{
    const auto doing = "read " + place(SetRegistryValue{.key = key, .name = std::string(name)});
    if (const auto error = unusable(key)) return *error;
    const auto wide = toWide(name);
    if (!wide) return wide.error();
    const auto handle = open(key, KEY_QUERY_VALUE, doing);
    if (!handle) return handle.error();
    if (!*handle) return std::optional<RegistryValue>{};
    return query(handle->get(), *wide, doing);
}

Result<bool> hasKey(const RegistryKey& key)
{
    if (const auto error = unusable(key)) return *error;
    const auto handle = open(key, KEY_QUERY_VALUE, "read " + place(ReplaceRegistryKey{.key = key}));
    if (!handle) return handle.error();
    return *handle != nullptr;
}

Result<std::optional<RegistryTree>> readTree(const RegistryKey& key)
{
    const auto doing = "read " + place(ReplaceRegistryKey{.key = key});
    if (const auto error = unusable(key)) return *error;
    const auto handle = openItself(key, KEY_READ, doing);
    if (!handle) return handle.error();
    if (!*handle) return std::optional<RegistryTree>{};
    auto name = storedName(key, doing);
    if (!name) return name.error();
    auto tree = TreeReader(key).read(handle->get(), *std::move(name));
    if (!tree) return tree.error();
    return std::optional(*std::move(tree));
}

Result<Change> current(SetRegistryValue like)
{
    auto value = readValue(like.key, like.name);
    if (!value) return value.error();
    like.value = *std::move(value);
    if (!like.value) return Change(std::move(like));

    const auto doing = "read " + place(like);
    const auto handle = open(like.key, KEY_QUERY_VALUE, doing);
    if (!handle) return handle.error();
    if (!*handle) return Change(std::move(like));
    auto name = spelling(valueNames(handle->get(), doing), like.name);
    if (!name) return name.error();
    like.name = *std::move(name);
    return Change(std::move(like));
}

Result<Change> current(ReplaceRegistryKey like)
{
    auto now = readTree(like.key);
    if (!now) return now.error();
    if (*now && like.tree) spellDescriptors(**now, *like.tree);
    like.tree = *std::move(now);
    return Change(std::move(like));
}

}    // namespace rdpmend::windows

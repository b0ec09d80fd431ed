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

Status flush(HKEY key, const std::string& doing)
{
    const LSTATUS status = RegFlushKey(key);
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return ok();
}

// A removed key has nothing left to flush: the nearest one above it that exists.
Status flushAbove(RegistryKey key, const std::string& doing)
{
    for (auto slash = key.path.rfind('\\'); slash != std::string::npos; slash = key.path.rfind('\\')) {
        key.path.resize(slash);
        const auto above = open(key, KEY_QUERY_VALUE, doing);
        if (!above) return above.error();
        if (*above) return flush(above->get(), doing);
    }
    return flush(hive(key), doing);
}

Result<KeyHandle> create(HKEY parent, std::string_view path, REGSAM access, const std::string& doing)
{
    const auto wide = toWide(path);
    if (!wide) return wide.error();
    HKEY key = nullptr;
    const LSTATUS status =
        RegCreateKeyExW(parent, wide->c_str(), 0, nullptr, REG_OPTION_NON_VOLATILE, access, nullptr, &key, nullptr);
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return KeyHandle(key);
}

Status setValue(HKEY key, std::string_view name, const RegistryValue& value, const std::string& doing)
{
    const auto wide = toWide(name);
    if (!wide) return wide.error();
    // RegSetValueExW looks behind a text without its NUL, and stores the NUL that it finds there as well.
    auto data = value.data;
    data.insert(data.end(), {0xFF, 0xFF});
    const LSTATUS status =
        RegSetValueExW(key, wide->c_str(), 0, value.type, data.data(), static_cast<DWORD>(value.data.size()));
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return ok();
}

bool namesAreUsable(const RegistryTree& tree)
{
    return std::ranges::all_of(tree.keys, [](const RegistryTree& key) {
        return !key.name.empty() && key.name.find('\\') == std::string::npos && namesAreUsable(key);
    });
}

class TreeWriter {
public:
    explicit TreeWriter(const RegistryKey& key)
        : m_key(key), m_view(view(key)), m_doing("write " + place(ReplaceRegistryKey{.key = key}))
    {}

    Status remove() const
    {
        const auto key = openItself(m_key, KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS, m_doing);
        if (!key) return key.error();
        if (!*key) return ok();
        if (auto status = empty(key->get()); !status) return status;
        const auto path = toWide(m_key.path);
        if (!path) return path.error();
        return removeKey(hive(m_key), *path);
    }

    Status write(const RegistryTree& tree) const
    {
        const auto lastPart = m_key.path.rfind('\\') + 1;    // npos + 1 is 0: the whole path
        const auto name = m_key.path.substr(lastPart);
        const auto path = m_key.path.substr(0, lastPart) + (equalIgnoringCase(tree.name, name) ? tree.name : name);
        const auto key = createFor(hive(m_key), path, tree);
        if (!key) return key.error();
        if (auto status = fill(key->get(), tree); !status) return status;
        return flush(key->get(), m_doing);
    }

private:
    Status removeKey(HKEY parent, const std::wstring& path) const
    {
        const LSTATUS status = RegDeleteKeyExW(parent, path.c_str(), m_view, 0);
        if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND)
            return win32Error(static_cast<DWORD>(status), m_doing);
        return ok();
    }

    // RegDeleteTreeW would follow a link that somebody puts there meanwhile.
    Status empty(HKEY key) const
    {
        if (auto status = refuseLink(key, m_doing); !status) return status;
        const auto names = keyNames(key, m_doing);
        if (!names) return names.error();
        for (const auto& name : *names) {
            const auto below =
                open(key, name, REG_OPTION_OPEN_LINK, KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | m_view, m_doing);
            if (!below) return below.error();
            if (!*below) continue;
            if (auto status = empty(below->get()); !status) return status;
            if (auto status = removeKey(key, name); !status) return status;
        }
        return ok();
    }

    Result<KeyHandle> createFor(HKEY parent, std::string_view path, const RegistryTree& tree) const
    {
        const REGSAM access = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_CREATE_SUB_KEY | m_view;
        return create(parent, path, tree.sddl ? access | WRITE_DAC : access, m_doing);
    }

    Status fill(HKEY key, const RegistryTree& tree) const
    {
        for (const auto& [name, value] : tree.values)
            if (auto status = setValue(key, name, value, m_doing); !status) return status;
        for (const auto& child : tree.keys) {
            const auto below = createFor(key, child.name, child);
            if (!below) return below.error();
            if (auto status = fill(below->get(), child); !status) return status;
        }
        // Last, because it may forbid all of the above.
        return tree.sddl ? writeSddl(key, *tree.sddl, m_doing) : ok();
    }

    const RegistryKey& m_key;
    REGSAM m_view;
    std::string m_doing;
};

}    // namespace

Status perform(const SetRegistryValue& change)
{
    const auto doing = "write " + place(change);
    if (const auto error = unusable(change.key)) return *error;
    constexpr REGSAM access = KEY_SET_VALUE | KEY_QUERY_VALUE;
    if (change.value) {
        const auto key = create(hive(change.key), change.key.path, access | view(change.key), doing);
        if (!key) return key.error();
        if (auto status = setValue(key->get(), change.name, *change.value, doing); !status) return status;
        return flush(key->get(), doing);
    }
    const auto name = toWide(change.name);
    if (!name) return name.error();
    const auto key = open(change.key, access, doing);
    if (!key) return key.error();
    if (!*key) return ok();
    const LSTATUS status = RegDeleteValueW(key->get(), name->c_str());
    if (status == ERROR_FILE_NOT_FOUND) return ok();
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return flush(key->get(), doing);
}

Status perform(const ReplaceRegistryKey& change)
{
    if (const auto error = unusable(change.key)) return *error;
    if (change.tree && entries(*change.tree) > largestTree)
        return refusal("A registry key with more than 4096 keys and values is not written.");
    if (change.tree && !namesAreUsable(*change.tree))
        return refusal("A registry key whose parts have no usable names is not written.");
    // What cannot be read whole is not touched.
    const auto now = readTree(change.key);
    if (!now) return now.error();
    if (!*now && !change.tree) return ok();

    const TreeWriter writer(change.key);
    if (auto status = writer.remove(); !status) return status;
    if (change.tree) return writer.write(*change.tree);
    return flushAbove(change.key, "write " + place(change));
}

}    // namespace rdpmend::windows

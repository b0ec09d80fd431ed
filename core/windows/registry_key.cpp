#include "core/windows/registry_key.h"

#include "core/changes/changes.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t longestValueName = 16383;    // characters: "Registry Element Size Limits", Microsoft Learn
constexpr std::size_t longestKeyName = 255;

Result<KeyHandle> openWith(DWORD options, const RegistryKey& key, REGSAM access, const std::string& doing)
{
    const auto path = toWide(key.path);
    if (!path) return path.error();
    return open(hive(key), *path, options, access | view(key), doing);
}

// `next(index, buffer, size)` is RegEnumKeyExW or RegEnumValueW.
template <class Next>
Result<std::vector<std::wstring>> list(std::size_t longest, const std::string& doing, Next next)
{
    std::vector<std::wstring> names;
    std::wstring buffer(longest + 1, L'\0');
    for (DWORD i = 0;; ++i) {
        auto size = static_cast<DWORD>(buffer.size());
        const LSTATUS status = next(i, buffer.data(), &size);
        if (status == ERROR_NO_MORE_ITEMS) return names;
        if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
        names.emplace_back(buffer, 0, size);
    }
}

}    // namespace

HKEY hive(const RegistryKey& key)
{
    return key.hive == Hive::CurrentUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
}

REGSAM view(const RegistryKey& key)
{
    return key.view == View::Registry32 && hasTwoViews(key) ? KEY_WOW64_32KEY : KEY_WOW64_64KEY;
}

Result<KeyHandle> open(HKEY parent, const std::wstring& path, DWORD options, REGSAM access, const std::string& doing)
{
    HKEY key = nullptr;
    const LSTATUS status = RegOpenKeyExW(parent, path.c_str(), options, access, &key);
    if (status == ERROR_FILE_NOT_FOUND || status == ERROR_PATH_NOT_FOUND) return KeyHandle{};
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return KeyHandle(key);
}

Result<KeyHandle> open(const RegistryKey& key, REGSAM access, const std::string& doing)
{
    return openWith(0, key, access, doing);
}

Result<KeyHandle> openItself(const RegistryKey& key, REGSAM access, const std::string& doing)
{
    return openWith(REG_OPTION_OPEN_LINK, key, access, doing);
}

Result<std::vector<std::wstring>> valueNames(HKEY key, const std::string& doing)
{
    return list(longestValueName, doing, [key](DWORD i, wchar_t* name, DWORD* size) {
        return RegEnumValueW(key, i, name, size, nullptr, nullptr, nullptr, nullptr);
    });
}

Result<std::vector<std::wstring>> keyNames(HKEY key, const std::string& doing)
{
    return list(longestKeyName, doing, [key](DWORD i, wchar_t* name, DWORD* size) {
        return RegEnumKeyExW(key, i, name, size, nullptr, nullptr, nullptr, nullptr);
    });
}

Result<std::optional<RegistryValue>> query(HKEY key, const std::wstring& name, const std::string& doing)
{
    RegistryValue value{.data = Bytes(1024)};
    for (;;) {
        DWORD type = 0;
        auto size = static_cast<DWORD>(value.data.size());
        const LSTATUS status = RegQueryValueExW(key, name.c_str(), nullptr, &type, value.data.data(), &size);
        if (status == ERROR_FILE_NOT_FOUND) return std::optional<RegistryValue>{};
        if (status == ERROR_SUCCESS) {
            value.type = type;
            value.data.resize(size);
            return std::optional(std::move(value));
        }
        if (status != ERROR_MORE_DATA || size <= value.data.size())
            return win32Error(static_cast<DWORD>(status), doing);
        value.data.resize(size);
    }
}

Status refuseLink(HKEY key, const std::string& doing)
{
    const auto link = query(key, L"SymbolicLinkValue", doing);
    if (!link) return link.error();
    if (!*link || (*link)->type != REG_LINK) return ok();
    return refusal("Could not " + doing + ", because a part of it is a link to another key.");
}

}    // namespace rdpmend::windows

// Opening keys and listing what is in them, shared by the files about the registry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/change.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"

namespace rdpmend::windows {

HKEY hive(const RegistryKey& key);
REGSAM view(const RegistryKey& key);    // KEY_WOW64_64KEY or KEY_WOW64_32KEY

// nullptr: the key does not exist. `options`: 0, or REG_OPTION_OPEN_LINK for the key itself when it is a link.
Result<KeyHandle> open(HKEY parent, const std::wstring& path, DWORD options, REGSAM access, const std::string& doing);
Result<KeyHandle> open(const RegistryKey& key, REGSAM access, const std::string& doing);
Result<KeyHandle> openItself(const RegistryKey& key, REGSAM access, const std::string& doing);

Result<std::vector<std::wstring>> valueNames(HKEY key, const std::string& doing);    // needs KEY_QUERY_VALUE
Result<std::vector<std::wstring>> keyNames(HKEY key, const std::string& doing);      // needs KEY_ENUMERATE_SUB_KEYS
// nullopt: there is no such value. Needs KEY_QUERY_VALUE.
Result<std::optional<RegistryValue>> query(HKEY key, const std::wstring& name, const std::string& doing);
// Refuses a key that is a link to another one. Needs KEY_QUERY_VALUE.
Status refuseLink(HKEY key, const std::string& doing);

}    // namespace rdpmend::windows

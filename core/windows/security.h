// Who may do what, as SDDL. Audit entries are left alone, and of a registry key the owner and the group as well.
// "Security Descriptor Definition Language", Microsoft Learn.
#pragma once

#include <string>

#include "core/windows/error.h"

namespace rdpmend::windows {

Result<std::string> readSddl(HKEY key, const std::string& doing);                 // needs READ_CONTROL
Status writeSddl(HKEY key, const std::string& sddl, const std::string& doing);    // needs WRITE_DAC
// Owner, group and DACL; needs READ_CONTROL.
Result<std::string> readFileSddl(const std::wstring& path, const std::string& doing);
// Windows spells descriptors its own way: whether two spellings mean the same.
bool meanTheSame(const std::string& sddl, const std::string& other);

}    // namespace rdpmend::windows

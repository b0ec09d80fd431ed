// Who may do what with a registry key: its DACL as SDDL. Owner, group and audit entries are left alone.
// "Security Descriptor Definition Language", Microsoft Learn.
#pragma once

#include <string>

#include "core/windows/error.h"

namespace rdpmend::windows {

Result<std::string> readSddl(HKEY key, const std::string& doing);                 // needs READ_CONTROL
Status writeSddl(HKEY key, const std::string& sddl, const std::string& doing);    // needs WRITE_DAC
// Windows spells descriptors its own way: whether two spellings mean the same.
bool meanTheSame(const std::string& sddl, const std::string& other);

}    // namespace rdpmend::windows

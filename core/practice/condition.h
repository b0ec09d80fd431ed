// "While this holds on the PC", as scenario files say it:
//   {"registry": "HKLM64\\SOFTWARE\\..."}                                       the key is there
//   {"registry": "HKCU\\Software\\...", "value": "CertHash"}                    the value is there
//   {"registry": "HKCU\\Software\\...", "value": "RDGClientTransport", "is": 1} ... as REG_DWORD with that number
//   {"credential": "TERMSRV/pc-17"}                                             a password is saved
//   {"rdp_file": "C:\\...\\pc-17.rdp", "setting": "prompt for credentials", "is": 1}   the file is there and says so
//   {"not": ...}, {"all": [...]}, {"any": [...]}
// What cannot be read does not hold.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/practice/behaviour.h"

namespace rdpmend {

Result<Condition> parseCondition(std::string_view json);
// "HKLM64\\...", "HKLM32\\...", "HKCU\\..."
Result<RegistryKey> parseRegistryKey(std::string_view text);

}    // namespace rdpmend

// What Windows says about its failures.
#pragma once

#include <string>

#include <windows.h>

#include "core/base/result.h"

namespace rdpmend::windows {

// `doing` is a verb phrase ("read HKCU\\Software\\..."), as in Error.
Error win32Error(DWORD code, std::string doing);
Error lastError(std::string doing);    // GetLastError(): before any other call of Windows
// As win32Error where the HRESULT wraps such a code.
Error hresultError(HRESULT code, std::string doing);

}    // namespace rdpmend::windows

// What Windows says about its failures.
#pragma once

#include <string>

#include <windows.h>

#include "core/base/deadline.h"
#include "core/base/result.h"

namespace rdpmend::windows {

// `doing` is a verb phrase ("read HKCU\\Software\\..."), as in Error.
Error win32Error(DWORD code, std::string doing);
Error lastError(std::string doing);                              // GetLastError(): before any other call of Windows
Error outOfTime(const Deadline& deadline, std::string doing);    // stopped, or too late
// As win32Error where the HRESULT wraps such a code.
Error hresultError(HRESULT code, std::string doing);
// GetLastError() of the functions that put an HRESULT there as well: those for certificates and keys.
Error lastHresultError(std::string doing);

}    // namespace rdpmend::windows

// Functions of Windows' own DLLs, found when they are called. A DLL that the program imports is looked for beside the
// program before System32, unless Windows counts it among its KnownDLLs; and a function that this Windows does not have
// would keep the program from starting. ("Dynamic-Link Library Security", Microsoft Learn.)
#pragma once

#include "core/windows/error.h"

namespace rdpmend::windows {

// nullptr: there is no such DLL in System32, or it has no such function; GetLastError() says which. The DLL stays.
FARPROC findSystemFunction(const wchar_t* library, const char* name);

// systemFunction<decltype(GetIpForwardTable2)>(L"iphlpapi.dll", "GetIpForwardTable2")
template <class Function>
Result<Function*> systemFunction(const wchar_t* library, const char* name)
{
    const FARPROC address = findSystemFunction(library, name);
    if (!address) return lastError(std::string("find ") + name + " in Windows");
    return reinterpret_cast<Function*>(reinterpret_cast<void*>(address));
}

}    // namespace rdpmend::windows

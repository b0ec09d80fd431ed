// Some of what Windows does shows otherwise under Wine. A test of that asks here, says what, and is skipped; on Windows
// itself it runs.
#pragma once

#ifdef _WIN32
#include <windows.h>
#endif

namespace rdpmend::test {

inline bool underWine()
{
#ifdef _WIN32
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
#else
    return false;
#endif
}

}    // namespace rdpmend::test

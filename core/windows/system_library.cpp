#include "core/windows/system_library.h"

namespace rdpmend::windows {

FARPROC findSystemFunction(const wchar_t* library, const char* name)
{
    const HMODULE module = LoadLibraryExW(library, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
    return module ? GetProcAddress(module, name) : nullptr;
}

}    // namespace rdpmend::windows

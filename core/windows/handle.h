// What Windows hands out, given back by itself.
#pragma once

#include <memory>
#include <type_traits>

#include <windows.h>

#include <combaseapi.h>
#include <wincred.h>

namespace rdpmend::windows {

struct Release {
    void operator()(HKEY key) const { RegCloseKey(key); }
    void operator()(PCREDENTIALW* list) const { CredFree(list); }
};
struct ReleaseHandle {
    void operator()(void* handle) const { CloseHandle(handle); }
};
struct ReleaseSearch {
    void operator()(void* search) const { FindClose(search); }
};
struct ReleaseLocal {
    void operator()(void* memory) const { LocalFree(memory); }
};
struct ReleaseTask {
    void operator()(void* memory) const { CoTaskMemFree(memory); }
};

using KeyHandle = std::unique_ptr<std::remove_pointer_t<HKEY>, Release>;
using CredentialList = std::unique_ptr<PCREDENTIALW, Release>;
using FileHandle = std::unique_ptr<void, ReleaseHandle>;
using SearchHandle = std::unique_ptr<void, ReleaseSearch>;
template <class T>
using LocalMemory = std::unique_ptr<T, ReleaseLocal>;
template <class T>
using TaskMemory = std::unique_ptr<T, ReleaseTask>;

// CreateFileW and FindFirstFileW do not say nullptr when they fail.
inline void* orNull(HANDLE handle)
{
    return handle == INVALID_HANDLE_VALUE ? nullptr : handle;
}

}    // namespace rdpmend::windows

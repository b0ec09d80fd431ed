// What Windows hands out, given back by itself.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include <windows.h>

#include <combaseapi.h>
#include <wincred.h>
#include <wincrypt.h>

namespace rdpmend::windows {

struct Release {
    void operator()(HKEY key) const { RegCloseKey(key); }
    void operator()(PCREDENTIALW* list) const { CredFree(list); }
    void operator()(const CERT_CONTEXT* certificate) const { CertFreeCertificateContext(certificate); }
    void operator()(const CERT_CHAIN_CONTEXT* chain) const { CertFreeCertificateChain(chain); }
};
struct ReleaseHandle {
    void operator()(void* handle) const { CloseHandle(handle); }
};
struct ReleaseSearch {
    void operator()(void* search) const { FindClose(search); }
};
struct ReleaseService {
    void operator()(SC_HANDLE service) const { CloseServiceHandle(service); }
};
struct ReleaseStore {
    void operator()(void* store) const { CertCloseStore(store, 0); }
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
using ServiceHandle = std::unique_ptr<std::remove_pointer_t<SC_HANDLE>, ReleaseService>;
using CertificateStore = std::unique_ptr<void, ReleaseStore>;
using CertificateContext = std::unique_ptr<const CERT_CONTEXT, Release>;
using CertificateChain = std::unique_ptr<const CERT_CHAIN_CONTEXT, Release>;
template <class T>
using LocalMemory = std::unique_ptr<T, ReleaseLocal>;
template <class T>
using TaskMemory = std::unique_ptr<T, ReleaseTask>;

// For handles that are numbers and not pointers.
template <class Action>
class AtEnd {
public:
    explicit AtEnd(Action action) : m_action(std::move(action)) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { m_action(); }

private:
    Action m_action;
};

// CreateFileW and FindFirstFileW do not say nullptr when they fail.
inline void* orNull(HANDLE handle)
{
    return handle == INVALID_HANDLE_VALUE ? nullptr : handle;
}

}    // namespace rdpmend::windows

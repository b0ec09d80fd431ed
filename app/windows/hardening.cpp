#include "app/windows/hardening.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <windows.h>

#include <wchar.h>

namespace rdpmend {
namespace {

// What libraries inside the program would obey: plug-ins and styles of Qt, configuration, engines, certificates and key
// logs of OpenSSL, shims for started programs.
constexpr std::array<std::wstring_view, 8> obeyed{L"QT",  L"QML",        L"QSG",      L"OPENSSL",
                                                  L"SSL", L"CTLOG_FILE", L"RANDFILE", L"__COMPAT_LAYER"};

template <class Policy>
void demand(PROCESS_MITIGATION_POLICY kind, Policy policy)
{
    SetProcessMitigationPolicy(kind, &policy, sizeof policy);    // refused where Windows does not know it
}

// Both of them: the C library keeps a copy of its own, which Qt reads.
void setVariable(const std::wstring& name, const wchar_t* value)
{
    _wputenv_s(name.c_str(), value == nullptr ? L"" : value);
    SetEnvironmentVariableW(name.c_str(), value);
}

bool isObeyed(std::wstring_view name)
{
    return std::any_of(obeyed.begin(), obeyed.end(), [&](std::wstring_view prefix) {
        return name.size() >= prefix.size() && _wcsnicmp(name.data(), prefix.data(), prefix.size()) == 0;
    });
}

void forgetWhatLibrariesObey()
{
    struct Free {
        void operator()(wchar_t* block) const { FreeEnvironmentStringsW(block); }
    };
    const std::unique_ptr<wchar_t, Free> block(GetEnvironmentStringsW());
    if (block == nullptr) return;
    for (const wchar_t* entry = block.get(); *entry != L'\0'; entry += std::wstring_view(entry).size() + 1) {
        const std::wstring_view line(entry);
        const std::wstring_view name = line.substr(0, line.find(L'=', 1));    // names of drives begin with one
        if (isObeyed(name)) setVariable(std::wstring(name), nullptr);
    }
}

// Windows itself expands these in the registry's paths of DLLs, Winsock's among them.
void tellWhereWindowsIs()
{
    std::array<wchar_t, MAX_PATH> folder{};
    if (const UINT size = GetSystemWindowsDirectoryW(folder.data(), MAX_PATH); size > 0 && size < MAX_PATH) {
        setVariable(L"SystemRoot", folder.data());
        setVariable(L"windir", folder.data());
    }
    if (const UINT size = GetSystemDirectoryW(folder.data(), MAX_PATH); size > 0 && size < MAX_PATH) {
        setVariable(L"PATH", folder.data());
        setVariable(L"ComSpec", (std::wstring(folder.data()) + L"\\cmd.exe").c_str());
    }
}

}    // namespace

void harden()
{
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
    SetDllDirectoryW(L"");
    // Legacy extension points stay on: Winsock's providers are some, and what they break must be met to be found.
    demand(ProcessImageLoadPolicy, PROCESS_MITIGATION_IMAGE_LOAD_POLICY{
                                       .NoRemoteImages = 1, .NoLowMandatoryLabelImages = 1, .PreferSystem32Images = 1});
    forgetWhatLibrariesObey();
    tellWhereWindowsIs();
}

void hardenElevated()
{
    harden();
    demand(ProcessExtensionPointDisablePolicy,
           PROCESS_MITIGATION_EXTENSION_POINT_DISABLE_POLICY{.DisableExtensionPoints = 1});
    demand(ProcessRedirectionTrustPolicy,
           DWORD{1});    // EnforceRedirectionTrust; its structure is not in every winnt.h
}

}    // namespace rdpmend

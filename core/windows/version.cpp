#include "core/windows/version.h"

#include <windows.h>

#include <winternl.h>

#include "core/base/text.h"
#include "core/windows/registry.h"

namespace rdpmend::windows {
namespace {

// GetVersionExW tells a program without a manifest what it wants to hear; this one says what is true.
DWORD buildNumber()
{
    using RtlGetVersion = NTSTATUS(WINAPI*)(PRTL_OSVERSIONINFOW);
    RTL_OSVERSIONINFOW info{};
    info.dwOSVersionInfoSize = sizeof info;
    const auto address = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
    const auto rtlGetVersion = reinterpret_cast<RtlGetVersion>(reinterpret_cast<void*>(address));
    return rtlGetVersion && rtlGetVersion(&info) >= 0 ? info.dwBuildNumber : 0;
}

std::string text(const char* name)
{
    const auto value =
        readValue({.hive = Hive::LocalMachine, .path = R"(SOFTWARE\Microsoft\Windows NT\CurrentVersion)"}, name);
    return value && *value ? sanitise((*value)->asString().value_or("")) : "";
}

}    // namespace

std::string version()
{
    constexpr DWORD firstWindows11 = 22000;
    constexpr std::string_view ten = "Windows 10";
    const auto build = buildNumber();
    auto out = text("ProductName");
    if (out.empty()) out = "Windows";
    // Windows 11 still calls itself 10 here.
    if (build >= firstWindows11 && out.starts_with(ten)) out.replace(0, ten.size(), "Windows 11");
    auto release = text("DisplayVersion");
    if (release.empty()) release = text("ReleaseId");    // before 20H2
    if (!release.empty()) out += ' ' + release;
    if (build != 0) out += " (build " + std::to_string(build) + ')';
    return out;
}

}    // namespace rdpmend::windows

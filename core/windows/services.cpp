#include "core/windows/services.h"

#include <mutex>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t largestConfiguration = 8 * 1024;    // bytes; what QueryServiceConfigW says of itself
constexpr std::size_t largestList = 256 * 1024;           // bytes; what EnumDependentServicesW says of itself

ServiceState stateOf(DWORD state)
{
    switch (state) {
    case SERVICE_START_PENDING: return ServiceState::StartPending;
    case SERVICE_STOP_PENDING: return ServiceState::StopPending;
    case SERVICE_RUNNING: return ServiceState::Running;
    case SERVICE_CONTINUE_PENDING: return ServiceState::ContinuePending;
    case SERVICE_PAUSE_PENDING: return ServiceState::PausePending;
    case SERVICE_PAUSED: return ServiceState::Paused;
    default: return ServiceState::Stopped;
    }
}

ServiceStart startOf(DWORD start)
{
    switch (start) {
    case SERVICE_BOOT_START: return ServiceStart::Boot;
    case SERVICE_SYSTEM_START: return ServiceStart::System;
    case SERVICE_AUTO_START: return ServiceStart::Automatic;
    case SERVICE_DISABLED: return ServiceStart::Disabled;
    default: return ServiceStart::Manual;
    }
}

// QueryServiceStatusEx.
Status addStatus(SC_HANDLE handle, Service& service, const std::string& doing)
{
    SERVICE_STATUS_PROCESS status{};
    DWORD needed = 0;
    if (!QueryServiceStatusEx(handle, SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&status), sizeof status, &needed))
        return lastError(doing);
    service.state = stateOf(status.dwCurrentState);
    service.processId = status.dwProcessId;
    service.exitCode = status.dwWin32ExitCode;
    service.serviceExitCode = status.dwServiceSpecificExitCode;
    return ok();
}

// QueryServiceConfigW.
Status addConfiguration(SC_HANDLE handle, Service& service, const std::string& doing)
{
    Bytes buffer(largestConfiguration);
    auto* configuration = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(buffer.data());
    DWORD needed = 0;
    if (!QueryServiceConfigW(handle, configuration, static_cast<DWORD>(buffer.size()), &needed))
        return lastError(doing);
    service.start = startOf(configuration->dwStartType);
    if (configuration->lpDisplayName != nullptr) service.displayName = shown(configuration->lpDisplayName);
    if (configuration->lpDependencies == nullptr) return ok();
    // A list of texts, each with its NUL; an empty one ends it.
    for (std::wstring_view name = configuration->lpDependencies; !name.empty(); name = name.data() + name.size() + 1)
        service.dependencies.push_back(shown(name));
    return ok();
}

// QueryServiceConfig2W.
Status addDelay(SC_HANDLE handle, Service& service, const std::string& doing)
{
    SERVICE_DELAYED_AUTO_START_INFO delay{};
    DWORD needed = 0;
    if (QueryServiceConfig2W(handle, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, reinterpret_cast<BYTE*>(&delay),
                             sizeof delay, &needed))
        service.delayed = delay.fDelayedAutostart != FALSE;
    else if (GetLastError() != ERROR_INVALID_LEVEL)    // a Windows that knows no such delay
        return lastError(doing);
    return ok();
}

// EnumDependentServicesW.
Status addDependants(SC_HANDLE handle, Service& service, const std::string& doing)
{
    Bytes buffer(largestList);
    auto* entries = reinterpret_cast<ENUM_SERVICE_STATUSW*>(buffer.data());
    DWORD needed = 0;
    DWORD count = 0;
    if (!EnumDependentServicesW(handle, SERVICE_STATE_ALL, entries, static_cast<DWORD>(buffer.size()), &needed, &count))
        return lastError(doing);
    for (DWORD i = 0; i < count; ++i) service.dependants.push_back(shown(entries[i].lpServiceName));
    return ok();
}

}    // namespace

Result<std::optional<Service>> service(std::string_view name)
{
    const auto doing = "look at the service " + sanitise(name);
    const auto wide = toWide(name);
    if (!wide) return wide.error();
    // Wine mixes up the handles of threads that ask at once; Windows does not, and loses nothing.
    static std::mutex oneAtATime;
    const std::lock_guard lock(oneAtATime);
    const ServiceHandle manager(OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
    if (!manager) return lastError(doing);
    constexpr DWORD look = SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG | SERVICE_ENUMERATE_DEPENDENTS;
    const ServiceHandle handle(OpenServiceW(manager.get(), wide->c_str(), look));
    if (!handle && GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST) return std::optional<Service>{};
    if (!handle) return lastError(doing);

    Service found{.name = std::string(name)};
    for (const auto add : {addStatus, addConfiguration, addDelay, addDependants})
        if (const auto status = add(handle.get(), found, doing); !status) return status.error();
    return std::optional(std::move(found));
}

}    // namespace rdpmend::windows

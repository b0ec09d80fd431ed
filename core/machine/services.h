// Services of the Service Control Manager.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rdpmend {

enum class ServiceState : std::uint8_t {
    Stopped,
    StartPending,
    StopPending,
    Running,
    ContinuePending,
    PausePending,
    Paused
};
enum class ServiceStart : std::uint8_t { Boot, System, Automatic, Manual, Disabled };

struct Service {
    std::string name{};           // "TermService"
    std::string displayName{};    // in the language of the PC
    ServiceState state = ServiceState::Stopped;
    ServiceStart start = ServiceStart::Manual;
    bool delayed = false;           // SERVICE_CONFIG_DELAYED_AUTO_START_INFO; false where Windows does not tell
    std::uint32_t processId = 0;    // 0: does not run
    std::uint32_t exitCode = 0;     // dwWin32ExitCode; 1066 means: see serviceExitCode
    std::uint32_t serviceExitCode = 0;
    std::vector<std::string> dependencies{};    // what it needs; groups begin with '+'
    std::vector<std::string> dependants{};      // what needs it (EnumDependentServicesW, SERVICE_STATE_ALL)

    bool operator==(const Service&) const = default;
};

}    // namespace rdpmend

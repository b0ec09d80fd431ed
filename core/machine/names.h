// The values of the seam's enums by name, written down once: for JSON both ways and for words.
#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include "core/base/result.h"
#include "core/machine/firewall.h"
#include "core/machine/services.h"
#include "core/machine/session_state.h"

namespace rdpmend {

template <class Enum>
struct Named {
    Enum value;
    std::string_view name;
};

inline constexpr std::array serviceStateNames{
    Named{ServiceState::Stopped, "stopped"},
    Named{ServiceState::StartPending, "start_pending"},
    Named{ServiceState::StopPending, "stop_pending"},
    Named{ServiceState::Running, "running"},
    Named{ServiceState::ContinuePending, "continue_pending"},
    Named{ServiceState::PausePending, "pause_pending"},
    Named{ServiceState::Paused, "paused"},
};
inline constexpr std::array serviceStartNames{
    Named{ServiceStart::Boot, "boot"},           Named{ServiceStart::System, "system"},
    Named{ServiceStart::Automatic, "automatic"}, Named{ServiceStart::Manual, "manual"},
    Named{ServiceStart::Disabled, "disabled"},
};
inline constexpr std::array firewallProfileNames{
    Named{FirewallProfile::Domain, "domain"},
    Named{FirewallProfile::Private, "private"},
    Named{FirewallProfile::Public, "public"},
};
inline constexpr std::array securityProductNames{
    Named{SecurityProduct::Kind::Antivirus, "antivirus"},
    Named{SecurityProduct::Kind::Firewall, "firewall"},
    Named{SecurityProduct::Kind::Antispyware, "antispyware"},
};
inline constexpr std::array joinedNames{
    Named{Joined::Workgroup, "workgroup"},
    Named{Joined::Domain, "domain"},
};
inline constexpr std::array domainNames{
    Named{Domain::Internal, "internal"},  Named{Domain::Cancelled, "cancelled"}, Named{Domain::TimedOut, "timed_out"},
    Named{Domain::Win32, "win32"},        Named{Domain::HResult, "hresult"},     Named{Domain::NtStatus, "nt_status"},
    Named{Domain::Socket, "socket"},      Named{Domain::Resolver, "resolver"},   Named{Domain::Tls, "tls"},
    Named{Domain::TlsAlert, "tls_alert"}, Named{Domain::Sqlite, "sqlite"},
};

constexpr const auto& namesOf(ServiceState)
{
    return serviceStateNames;
}
constexpr const auto& namesOf(ServiceStart)
{
    return serviceStartNames;
}
constexpr const auto& namesOf(FirewallProfile)
{
    return firewallProfileNames;
}
constexpr const auto& namesOf(SecurityProduct::Kind)
{
    return securityProductNames;
}
constexpr const auto& namesOf(Joined)
{
    return joinedNames;
}
constexpr const auto& namesOf(Domain)
{
    return domainNames;
}

template <class Enum>
concept HasNames = std::is_enum_v<Enum> && requires(Enum value)
{
    namesOf(value);
};

template <HasNames Enum>
constexpr std::string_view nameOf(Enum value)
{
    for (const auto& [known, name] : namesOf(value))
        if (known == value) return name;
    return {};
}

}    // namespace rdpmend

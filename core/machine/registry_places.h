// Where Windows keeps what several parts of rdpmend look at in the registry, written down once and spelled as Windows
// does.
#pragma once

#include <string>
#include <string_view>

#include "core/model/change.h"

namespace rdpmend::places {

// Of the Remote Desktop client, in the hive of the person and in that of the machine.
inline constexpr std::string_view personsClient = R"(Software\Microsoft\Terminal Server Client)";
inline constexpr std::string_view machinesClient = R"(SOFTWARE\Microsoft\Terminal Server Client)";
inline RegistryKey client(Hive hive, View view = View::Registry64)
{
    const auto path = hive == Hive::CurrentUser ? personsClient : machinesClient;
    return {.hive = hive, .path = std::string(path), .view = view};
}
inline constexpr std::string_view gatewayTransport = "RDGClientTransport";             // DWORD 1: RPC over HTTP
inline constexpr std::string_view warningsOverride = "AuthenticationLevelOverride";    // DWORD 0: no warnings

// What the client remembers of one host: UsernameHint, CertHash. `host` is as mstsc was told it.
inline RegistryKey rememberedHost(std::string_view host)
{
    return {.path = std::string(personsClient) + "\\Servers\\" + std::string(host)};
}
// The hosts that were typed last: MRU0 to MRU9.
inline RegistryKey recentHosts()
{
    return {.path = std::string(personsClient) + "\\Default"};
}

// The licences of the client, in both views.
inline constexpr std::string_view licensing = R"(SOFTWARE\Microsoft\MSLicensing)";
inline RegistryKey licenceCache(View view)
{
    return {.hive = Hive::LocalMachine, .path = std::string(licensing), .view = view};
}

}    // namespace rdpmend::places

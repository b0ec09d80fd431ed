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

// What Schannel may use as a client, one key for each version of TLS ("TLS 1.2").
inline RegistryKey schannelClient(std::string_view version)
{
    return {.hive = Hive::LocalMachine,
            .path = R"(SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\)" + std::string(version) +
                    "\\Client"};
}
// CurrentBuildNumber and the like.
inline RegistryKey windowsVersion()
{
    return {.hive = Hive::LocalMachine, .path = R"(SOFTWARE\Microsoft\Windows NT\CurrentVersion)"};
}

// What decides about sign-ins from this PC: policies of CredSSP, of Kerberos, and of NTLM.
inline RegistryKey credSspParameters()    // AllowEncryptionOracle
{
    return {.hive = Hive::LocalMachine,
            .path = R"(SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\CredSSP\Parameters)"};
}
inline RegistryKey kerberosSettings()
{
    return {.hive = Hive::LocalMachine,
            .path = R"(SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\Kerberos\Parameters)"};
}
inline constexpr std::string_view delegation = R"(SOFTWARE\Policies\Microsoft\Windows\CredentialsDelegation)";
inline RegistryKey lsa()    // LmCompatibilityLevel
{
    return {.hive = Hive::LocalMachine, .path = R"(SYSTEM\CurrentControlSet\Control\Lsa)"};
}
inline RegistryKey ntlm()    // RestrictSendingNTLMTraffic, ClientAllowedNTLMServers
{
    return {.hive = Hive::LocalMachine, .path = R"(SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0)"};
}

// A root of Microsoft's list ("AuthRoot"), by its SHA-1; other roots of this PC were added by somebody.
inline RegistryKey listedRoot(std::string_view sha1)
{
    return {.hive = Hive::LocalMachine,
            .path = R"(SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates\)" + std::string(sha1)};
}

}    // namespace rdpmend::places

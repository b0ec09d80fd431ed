// Windows Defender Firewall, as INetFwPolicy2 tells it: what is in force, policies included.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rdpmend {

enum class FirewallProfile : std::uint8_t { Domain = 1, Private = 2, Public = 4 };    // NET_FW_PROFILE2_*

struct FirewallProfileState {
    FirewallProfile profile = FirewallProfile::Public;
    bool active = false;    // in CurrentProfileTypes
    bool enabled = false;
    bool blocksAllInbound = false;    // "Block all incoming connections, including those in the list of allowed apps"
    bool blocksInboundByDefault = true;    // DefaultInboundAction
    bool blocksOutboundByDefault = false;

    bool operator==(const FirewallProfileState&) const = default;
};

// INetFwRule. Strings are as Windows spells them: ports "3389" or "3389-3400,445", addresses "*" or "LocalSubnet".
struct FirewallRule {
    std::string name{};
    std::string group{};    // "@FirewallAPI.dll,-28752" is Remote Desktop
    std::string application{};
    std::string service{};
    std::string localPorts{}, remotePorts{}, remoteAddresses{};
    std::uint32_t protocol = 256;    // IANA; 256: any
    std::uint32_t profiles = 0;      // NET_FW_PROFILE2_* bits; 0x7FFFFFFF: all
    bool inbound = true;
    bool allows = true;
    bool enabled = false;

    bool operator==(const FirewallRule&) const = default;
};

struct Firewall {
    std::vector<FirewallProfileState> profiles{};    // Domain, Private, Public
    std::vector<FirewallRule> rules{};               // at most 8,192: more are an error

    bool operator==(const Firewall&) const = default;
};

// A product that registered with the Security Center (root\SecurityCenter2).
struct SecurityProduct {
    enum class Kind : std::uint8_t { Antivirus, Firewall, Antispyware };
    Kind kind = Kind::Antivirus;
    std::string name{};
    std::string path{};         // pathToSignedProductExe
    std::uint32_t state = 0;    // productState as it is; bits 12-15 = 1: on

    bool operator==(const SecurityProduct&) const = default;
};

}    // namespace rdpmend

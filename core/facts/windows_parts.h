// Names of the parts of Windows that Remote Desktop stands on; where each is documented stands beside it.
#pragma once

#include <array>
#include <string_view>

namespace rdpmend::parts {

// Services, as the Service Control Manager names them (Get-Service). The first three are Remote Desktop's own: the
// host, its devices, and the one that makes its certificate.
inline constexpr std::array<std::string_view, 10> services{"TermService", "UmRdpService", "SessionEnv", "Dnscache",
                                                           "NlaSvc",      "mpssvc",       "CryptSvc",   "KeyIso",
                                                           "W32Time",     "EventLog"};

struct EventSource {
    std::string_view channel;
    std::string_view provider;    // empty: any
};
inline constexpr EventSource clientEvents{"Microsoft-Windows-TerminalServices-RDPClient/Operational", ""};
inline constexpr EventSource schannelEvents{"System", "Schannel"};

// FirewallRule::group of the rules "Remote Desktop", the same in every language (Microsoft Learn, "Enable or disable a
// firewall rule on an Azure VM").
inline constexpr std::string_view firewallGroup = "@FirewallAPI.dll,-28752";

// AdapterProperty::keyword begins so when it is about work that the adapter does for the processor, or about the size
// of packets (Windows driver documentation, "Using Registry Values to Enable and Disable Task Offloading").
inline constexpr std::array<std::string_view, 9> offloadKeywords{"*LsoV",
                                                                 "*IPChecksumOffload",
                                                                 "*TCPChecksumOffload",
                                                                 "*UDPChecksumOffload",
                                                                 "*TCPUDPChecksumOffload",
                                                                 "*Rsc",
                                                                 "*RSS",
                                                                 "*UsoIPv",
                                                                 "*JumboPacket"};

}    // namespace rdpmend::parts

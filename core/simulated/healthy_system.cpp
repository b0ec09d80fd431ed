#include "core/simulated/system.h"

namespace rdpmend {
namespace {

constexpr std::uint32_t allProfiles = 0x7FFFFFFF, tcp = 6, udp = 17;

void add(SimulatedSystem& system, Service service)
{
    service.state = ServiceState::Running;
    system.services.emplace(service.name, service);
}

void addServices(SimulatedSystem& system)
{
    using enum ServiceStart;
    add(system, {.name = "TermService",
                 .displayName = "Remote Desktop Services",
                 .start = Manual,
                 .processId = 1204,
                 .dependencies = {"RPCSS"},
                 .dependants = {"UmRdpService"}});
    add(system, {.name = "UmRdpService",
                 .displayName = "Remote Desktop Services UserMode Port Redirector",
                 .start = Manual,
                 .processId = 1388,
                 .dependencies = {"TermService", "RDPDR"}});
    add(system, {.name = "SessionEnv",
                 .displayName = "Remote Desktop Configuration",
                 .start = Manual,
                 .processId = 1260,
                 .dependencies = {"RPCSS", "LanmanWorkstation"}});
    add(system, {.name = "Dnscache", .displayName = "DNS Client", .start = Automatic, .processId = 1640});
    add(system, {.name = "NlaSvc", .displayName = "Network Location Awareness", .start = Manual, .processId = 1640});
    add(system, {.name = "mpssvc",
                 .displayName = "Windows Defender Firewall",
                 .start = Automatic,
                 .processId = 2312,
                 .dependencies = {"mpsdrv", "bfe"}});
    add(system, {.name = "CryptSvc", .displayName = "Cryptographic Services", .start = Automatic, .processId = 2408});
    add(system, {.name = "KeyIso", .displayName = "CNG Key Isolation", .start = Manual, .processId = 812});
    add(system, {.name = "W32Time", .displayName = "Windows Time", .start = Manual, .processId = 1796});
    add(system, {.name = "EventLog", .displayName = "Windows Event Log", .start = Automatic, .processId = 1512});
}

FirewallRule remoteDesktopRule(std::string name, std::uint32_t protocol)
{
    return {.name = std::move(name),
            .group = "@FirewallAPI.dll,-28752",
            .application = "C:\\Windows\\system32\\svchost.exe",
            .service = "termservice",
            .localPorts = "3389",
            .remotePorts = "*",
            .remoteAddresses = "*",
            .protocol = protocol,
            .profiles = allProfiles};
}

Firewall firewall()
{
    return {.profiles = {{.profile = FirewallProfile::Domain, .enabled = true},
                         {.profile = FirewallProfile::Private, .active = true, .enabled = true},
                         {.profile = FirewallProfile::Public, .enabled = true}},
            .rules = {remoteDesktopRule("Remote Desktop - User Mode (TCP-In)", tcp),
                      remoteDesktopRule("Remote Desktop - User Mode (UDP-In)", udp)}};
}

void addNetwork(SimulatedSystem& system)
{
    constexpr std::uint32_t ethernet = 6, index = 4;
    system.adapters = {{.id = "{6A2B1C3D-0F52-4C5E-9A0B-7D1E3F5A9C11}",
                        .name = "Ethernet",
                        .description = "Intel(R) Ethernet Connection I219-LM",
                        .type = ethernet,
                        .index = index,
                        .mtu = 1500,
                        .metric = 25,
                        .up = true,
                        .addresses = {"192.0.2.20/24"},
                        .gateways = {"192.0.2.1"},
                        .dnsServers = {"192.0.2.1"}}};
    system.routes = {
        {.destination = "0.0.0.0/0", .nextHop = "192.0.2.1", .adapterIndex = index, .metric = 25},
        {.destination = "192.0.2.0/24", .nextHop = "0.0.0.0", .adapterIndex = index, .metric = 281},
    };
    system.adapterProperties = {{.adapter = "Ethernet",
                                 .keyword = "*LsoV2IPv4",
                                 .value = "1",
                                 .shownName = "Large Send Offload V2 (IPv4)",
                                 .shownValue = "Enabled"}};
    const std::string winsock = "C:\\Windows\\system32\\mswsock.dll";
    system.winsock = {{.id = 1001, .name = "MSAFD Tcpip [TCP/IP]", .path = winsock},
                      {.id = 1002, .name = "MSAFD Tcpip [UDP/IP]", .path = winsock},
                      {.id = 1004, .name = "MSAFD Tcpip [TCP/IPv6]", .path = winsock},
                      {.id = 1005, .name = "MSAFD Tcpip [UDP/IPv6]", .path = winsock}};
    system.proxy.detects = true;
    system.dns.hostName = "DESKTOP-7";
}

}    // namespace

SimulatedSystem healthySystem()
{
    constexpr std::uint32_t onAndUpToDate = 0x61100;
    SimulatedSystem out;
    addServices(out);
    addNetwork(out);
    out.firewall = firewall();
    out.securityProducts = {{.name = "Windows Defender", .path = "windowsdefender://", .state = onAndUpToDate}};
    for (const auto* channel : {"System", "Application", "Microsoft-Windows-TerminalServices-RDPClient/Operational",
                                "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational",
                                "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
                                "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"})
        out.events[channel];
    out.session = {.id = 1,
                   .user = "DESKTOP-7\\anna",
                   .userSid = "S-1-5-21-1004336348-1177238915-682003330-1001",
                   .administrator = true};
    out.membership.name = "WORKGROUP";
    out.clock.settings = {.source = "NTP", .server = "time.windows.com,0x9"};
    return out;
}

}    // namespace rdpmend

// How a PC is set to reach the network: adapters, routes, proxies, names, and what sits between Winsock and the driver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rdpmend {

// GetAdaptersAddresses.
struct NetworkAdapter {
    std::string id{};             // "{GUID}"
    std::string name{};           // "Ethernet 2"
    std::string description{};    // "Intel(R) Ethernet Connection"
    std::uint32_t type = 0;       // ifType of IANA: 6 Ethernet, 23 PPP, 24 loopback, 71 Wi-Fi, 131 tunnel
    std::uint32_t index = 0;      // IPv4 or else IPv6
    std::uint32_t mtu = 0;        // bytes
    std::uint32_t metric = 0;     // of IPv4
    bool up = false;
    std::vector<std::string> addresses{};    // literals with prefix length: "192.0.2.7/24"
    std::vector<std::string> gateways{};
    std::vector<std::string> dnsServers{};
    std::string dnsSuffix{};

    bool operator==(const NetworkAdapter&) const = default;
};

// GetIpForwardTable2.
struct Route {
    std::string destination{};    // "0.0.0.0/0"
    std::string nextHop{};        // "0.0.0.0": on the link
    std::uint32_t adapterIndex = 0;
    std::uint32_t metric = 0;

    bool operator==(const Route&) const = default;
};

// An advanced property of a network adapter (MSFT_NetAdapterAdvancedPropertySettingData), such as "*LsoV2IPv4".
struct AdapterProperty {
    std::string adapter{};    // name, "Ethernet 2"
    std::string keyword{};    // RegistryKeyword, "*LsoV2IPv4"
    std::string value{};      // RegistryValue, "1"
    std::string shownName{}, shownValue{};

    bool operator==(const AdapterProperty&) const = default;
};

// WSCEnumProtocols and WSCGetProviderPath, 64-bit catalogue.
struct WinsockProvider {
    std::uint32_t id = 0;             // dwCatalogEntryId
    std::string name{};               // szProtocol
    std::string path{};               // of the DLL, variables resolved; empty when Windows does not tell
    std::uint32_t chainLength = 1;    // 0 a layered provider, 1 a base provider, more: a chain
    bool fileExists = true;

    bool operator==(const WinsockProvider&) const = default;
};

// WinHttpGetIEProxyConfigForCurrentUser and WinHttpGetDefaultProxyConfiguration.
struct ProxySettings {
    bool detects = false;    // "automatically detect settings"
    std::string script{};    // URL of the PAC script
    std::string proxy{};     // of the person: "proxy:8080" or "http=...;https=..."
    std::string bypass{};
    std::string machineProxy{};    // of WinHTTP, for services
    std::string machineBypass{};

    bool operator==(const ProxySettings&) const = default;
};

// The settings of the DNS client.
struct DnsSettings {
    std::string hostName{};
    std::string domain{};                                        // primary suffix
    std::vector<std::string> searchList{};                       // policy or TCP/IP settings
    bool devolves = false;                                       // UseDomainNameDevolution
    std::vector<std::pair<std::string, std::string>> rules{};    // NRPT: name space, server list

    bool operator==(const DnsSettings&) const = default;
};

enum class NameSource : std::uint8_t { Cache, Servers };    // DNS_QUERY_NO_WIRE_QUERY; DNS_QUERY_BYPASS_CACHE

}    // namespace rdpmend

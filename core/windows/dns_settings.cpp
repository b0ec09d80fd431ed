// The registry values are those of "TCP/IP and DNS client parameters" and of DnsClient.admx; name resolution policy:
// [MS-GPNRPT].
#include "core/base/text.h"
#include "core/windows/dns_client.h"
#include "core/windows/registry.h"

namespace rdpmend::windows {
namespace {

constexpr auto tcpip = R"(SYSTEM\CurrentControlSet\Services\Tcpip\Parameters)";
constexpr auto policies = R"(SOFTWARE\Policies\Microsoft\Windows NT\DNSClient)";
constexpr auto policyRules = R"(SOFTWARE\Policies\Microsoft\Windows NT\DNSClient\DnsPolicyConfig)";
constexpr auto localRules = R"(SYSTEM\CurrentControlSet\Services\Dnscache\Parameters\DnsPolicyConfig)";

RegistryKey machineKey(const char* path)
{
    return {.hive = Hive::LocalMachine, .path = path};
}

// What policy says goes before what is set.
Result<std::optional<RegistryValue>> readSetting(const char* policyName, const char* name)
{
    auto value = readValue(machineKey(policies), policyName);
    if (!value || *value) return value;
    return readValue(machineKey(tcpip), name);
}

Result<std::string> readText(const char* policyName, const char* name)
{
    const auto value = readSetting(policyName, name);
    if (!value) return value.error();
    return *value ? (*value)->asString().value_or("") : std::string();
}

std::vector<std::string> parts(std::string_view list, char at)
{
    std::vector<std::string> out;
    for (const auto& part : split(list, at))
        if (auto trimmed = trim(part); !trimmed.empty()) out.push_back(std::move(trimmed));
    return out;
}

const RegistryValue* valueOf(const RegistryTree& key, std::string_view name)
{
    for (const auto& value : key.values)
        if (equalIgnoringCase(value.name, name)) return &value.value;
    return nullptr;
}

// One rule is a key: "Name" (REG_MULTI_SZ) the name spaces, "GenericDNSServers" whom to ask.
Result<bool> addRules(const char* path, DnsSettings& settings)
{
    const auto tree = readTree(machineKey(path));
    if (!tree) return tree.error();
    if (!*tree) return false;
    for (const auto& key : (*tree)->keys) {
        const auto* names = valueOf(key, "Name");
        if (!names) continue;
        const auto* servers = valueOf(key, "GenericDNSServers");
        const auto list = servers ? servers->asString().value_or("") : std::string();
        for (const auto& name : parts(fromUtf16le(names->data), '\0')) settings.rules.emplace_back(name, list);
    }
    return !(*tree)->keys.empty();
}

}    // namespace

Result<DnsSettings> dnsSettings()
{
    const auto host = readValue(machineKey(tcpip), "Hostname");
    if (!host) return host.error();
    const auto domain = readText("NV PrimaryDnsSuffix", "Domain");
    if (!domain) return domain.error();
    const auto search = readText("SearchList", "SearchList");
    if (!search) return search.error();
    const auto devolution = readSetting("UseDomainNameDevolution", "UseDomainNameDevolution");
    if (!devolution) return devolution.error();
    DnsSettings settings{.hostName = *host ? (*host)->asString().value_or("") : "",
                         .domain = *domain,
                         .searchList = parts(*search, ','),
                         .devolves = !*devolution || (*devolution)->asDword() != 0U};    // on unless it is turned off
    // Rules of policy put those that were made on this PC out of force.
    auto isDecided = addRules(policyRules, settings);
    if (isDecided && !*isDecided) isDecided = addRules(localRules, settings);
    if (!isDecided) return isDecided.error();
    return settings;
}

}    // namespace rdpmend::windows

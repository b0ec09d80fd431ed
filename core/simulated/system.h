// What the simulated PC tells of services, networks, stores and logs: the part of its state that is only looked at.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/machine/machine.h"
#include "core/machine/members.h"

namespace rdpmend {

// Names, paths and the like: without case.
struct PathOrder {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return toLower(a) < toLower(b); }
};
template <class T>
using ByName = std::map<std::string, T, PathOrder>;

struct SimulatedEvent {
    std::chrono::seconds ago{60};    // before whoever asks; LoggedEvent::when is made of it
    LoggedEvent event{};

    bool operator==(const SimulatedEvent&) const = default;
};

struct SimulatedClock {
    std::chrono::seconds upFor{7200};    // ClockSettings::bootedAt is made of it
    ClockSettings settings{};

    bool operator==(const SimulatedClock&) const = default;
};

struct SimulatedName {
    std::vector<std::string> cache{}, servers{};    // address literals

    bool operator==(const SimulatedName&) const = default;
};

// What Windows' chain engine says of every chain; without one, the machine judges by its own Root stores.
struct SimulatedJudgement {
    std::uint32_t trust = 0;
    std::uint32_t policy = 0;

    bool operator==(const SimulatedJudgement&) const = default;
};

struct SimulatedSystem {
    ByName<Service> services{};
    Firewall firewall{};
    std::vector<SecurityProduct> securityProducts{};
    ByName<std::vector<SimulatedEvent>> events{};    // by channel; one that is not here does not exist
    std::vector<NetworkAdapter> adapters{};
    std::vector<Route> routes{};
    std::vector<AdapterProperty> adapterProperties{};
    std::vector<WinsockProvider> winsock{};
    ProxySettings proxy{};
    ByName<std::vector<std::string>> proxiesFor{};    // by host of the URL
    DnsSettings dns{};
    ByName<SimulatedName> names{};
    SessionState session{};
    Membership membership{};
    SimulatedClock clock{};
    ByName<std::vector<StoredCertificate>> certificates{};    // by storeName()
    std::optional<SimulatedJudgement> judgement{};
    ByName<ByName<std::string>> policies{};    // key as in "registry", value, name of the Group Policy object
    ByName<Error> cannotLook{};                // by subject, one of lookSubjects
    std::vector<std::string> started{};        // .rdp files that Remote Desktop was started with, oldest first

    bool operator==(const SimulatedSystem&) const = default;
};

inline constexpr std::array<std::string_view, 18> lookSubjects{
    "certificates", "judgement",          "services", "firewall", "security_products", "events", "winsock",
    "adapters",     "adapter_properties", "routes",   "proxy",    "proxies",           "dns",    "names",
    "session",      "membership",         "clock",    "policies"};

// A healthy PC of a workgroup with one adapter, as Windows 11 Pro is after its setup.
SimulatedSystem healthySystem();

std::string storeName(StoreOwner owner, StoreName store);    // "LocalMachine\\Remote Desktop"
std::string keyName(const RegistryKey& key);                 // "HKLM64\\SOFTWARE\\..."
ChainJudgement judge(const SimulatedSystem& system, const std::vector<Bytes>& chain, std::string_view name,
                     std::chrono::system_clock::time_point now);

template <Is<SimulatedEvent> T, class With>
void members(T& it, With&& with)
{
    with("ago_seconds", it.ago), members(it.event, with);
}
template <Is<SimulatedClock> T, class With>
void members(T& it, With&& with)
{
    with("up_for_seconds", it.upFor), members(it.settings, with);
}
template <Is<SimulatedName> T, class With>
void members(T& it, With&& with)
{
    with("cache", it.cache), with("servers", it.servers);
}
template <Is<SimulatedJudgement> T, class With>
void members(T& it, With&& with)
{
    with("trust", it.trust), with("policy", it.policy);
}
// The subjects of the simulated PC's file.
template <Is<SimulatedSystem> T, class With>
void members(T& it, With&& with)
{
    with("services", it.services), with("firewall", it.firewall), with("security_products", it.securityProducts);
    with("events", it.events), with("adapters", it.adapters), with("routes", it.routes);
    with("adapter_properties", it.adapterProperties), with("winsock", it.winsock), with("proxy", it.proxy);
    with("proxies", it.proxiesFor), with("dns", it.dns), with("names", it.names), with("session", it.session);
    with("membership", it.membership), with("clock", it.clock), with("certificates", it.certificates);
    with("judgement", it.judgement), with("policies", it.policies), with("cannot_look", it.cannotLook);
    with("started", it.started);
}

}    // namespace rdpmend

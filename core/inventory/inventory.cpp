#include "core/inventory/inventory.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/facts/windows_parts.h"
#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;

constexpr auto eventsWithin = std::chrono::hours(24 * 30);
constexpr std::size_t newestEvents = 20;
constexpr auto eventsMayTake = 15s;    // per channel

template <class T, class Keep>
Result<std::vector<T>> only(Result<std::vector<T>> all, Keep keep)
{
    if (all) std::erase_if(*all, [&keep](const T& one) { return !keep(one); });
    return all;
}

bool matters(const FirewallRule& rule)
{
    const auto ports = split(rule.localPorts, ',');
    return (rule.enabled && !rule.allows) || equalIgnoringCase(rule.group, parts::firewallGroup) ||
           std::ranges::find(ports, "3389") != ports.end();
}

bool isOffload(const AdapterProperty& property)
{
    return std::ranges::any_of(parts::offloadKeywords, [&property](std::string_view keyword) {
        return startsWithIgnoringCase(property.keyword, keyword);
    });
}

Result<FirewallSeen> firewallOf(const MachineView& machine)
{
    auto all = machine.firewall();
    if (!all) return all.error();
    FirewallSeen seen{.profiles = std::move(all->profiles), .rulesInAll = all->rules.size()};
    std::ranges::copy_if(all->rules, std::back_inserter(seen.rules), matters);
    return seen;
}

CertificateSeen seenIn(StoredCertificate&& stored)
{
    const auto certificate = readCertificate(stored.der);
    if (!certificate) return {.key = std::move(stored.key), .trouble = certificate.error()};
    return {.subject = certificate->subject,
            .issuer = certificate->issuer,
            .notBefore = certificate->notBefore,
            .notAfter = certificate->notAfter,
            .sha1 = certificate->sha1,
            .key = std::move(stored.key)};
}

Result<std::vector<CertificateSeen>> certificatesIn(const MachineView& machine, StoreName store)
{
    auto stored = machine.certificates(StoreOwner::LocalMachine, store);
    if (!stored) return stored.error();
    std::vector<CertificateSeen> out;
    for (auto& one : *stored) out.push_back(seenIn(std::move(one)));
    return out;
}

Result<std::size_t> rootsOf(const MachineView& machine)
{
    const auto roots = machine.certificates(StoreOwner::LocalMachine, StoreName::Root);
    if (!roots) return roots.error();
    return roots->size();
}

SeenUnder<std::vector<LoggedEvent>> eventsOf(const MachineView& machine, const parts::EventSource& source,
                                             const std::stop_token& stop)
{
    const EventQuery query{.channel = std::string(source.channel),
                           .provider = std::string(source.provider),
                           .within = eventsWithin,
                           .atMost = newestEvents};
    return {.name = query.provider.empty() ? query.channel : query.channel + '/' + query.provider,
            .seen = machine.events(query, Deadline::in(eventsMayTake, stop))};
}

}    // namespace

std::optional<Subject> subjectNamed(std::string_view name)
{
    for (const auto& [subject, known] : subjectNames)
        if (equalIgnoringCase(known, name)) return subject;
    return std::nullopt;
}

Inventory takeInventory(const MachineView& machine, const std::set<Subject>& subjects, std::stop_token stop)
{
    Inventory out;
    const auto asked = [&subjects](Subject subject) { return subjects.contains(subject); };
    if (asked(Subject::Windows)) out.windows = machine.description();
    if (asked(Subject::Session)) out.session = machine.sessionState();
    if (asked(Subject::Domain)) out.domain = machine.membership();
    if (asked(Subject::Clock)) out.clock = machine.clockSettings();
    if (asked(Subject::Adapters)) out.adapters = machine.networkAdapters();
    if (asked(Subject::Routes)) out.routes = machine.routes();
    if (asked(Subject::Dns)) out.dns = machine.dnsSettings();
    if (asked(Subject::Proxy)) out.proxy = machine.proxySettings();
    if (asked(Subject::Winsock)) out.winsock = machine.winsockCatalogue();
    if (asked(Subject::Offload)) out.offload = only(machine.adapterProperties(), isOffload);
    if (asked(Subject::Firewall)) out.firewall = firewallOf(machine);
    if (asked(Subject::Security)) out.security = machine.securityProducts();
    if (asked(Subject::Services)) {
        out.services.emplace();
        for (const auto name : parts::services)
            out.services->push_back({.name = std::string(name), .seen = machine.service(name)});
    }
    if (asked(Subject::Certificates)) {
        out.certificates = {{.name = "Remote Desktop", .seen = certificatesIn(machine, StoreName::RemoteDesktop)},
                            {.name = "Personal", .seen = certificatesIn(machine, StoreName::Personal)}};
        out.trustedRoots = rootsOf(machine);
    }
    if (asked(Subject::Events))
        out.events = {eventsOf(machine, parts::clientEvents, stop), eventsOf(machine, parts::schannelEvents, stop)};
    return out;
}

}    // namespace rdpmend

// Asks: the cache of the DNS client, the name servers, and the name with the domains that are added to short ones.
// Finds: sources that disagree about where the name leads.
#include <algorithm>

#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

using Addresses = std::vector<std::string>;
constexpr std::size_t mostSuffixes = 3;    // each may cost a question to the name servers

std::string listed(const Addresses& addresses)
{
    std::string out;
    for (const auto& one : addresses) out += (out.empty() ? "" : ", ") + sanitise(one);
    return out;
}

bool shareNone(const Addresses& a, const Addresses& b)
{
    return std::ranges::none_of(a, [&b](const auto& one) { return std::ranges::find(b, one) != b.end(); });
}

// In the order in which Windows would add them: the list, else the primary suffix and those of the adapters.
Result<std::vector<std::string>> suffixes(const MachineView& machine)
{
    const auto settings = machine.dnsSettings();
    if (!settings) return settings.error();
    auto out = settings->searchList;
    if (out.empty()) {
        const auto adapters = machine.networkAdapters();
        if (!adapters) return adapters.error();
        out.push_back(settings->domain);
        for (const auto& adapter : *adapters)
            if (adapter.up) out.push_back(adapter.dnsSuffix);
    }
    std::vector<std::string> unique;
    for (auto& one : out)
        if (!one.empty() && unique.size() < mostSuffixes && std::ranges::find(unique, one) == unique.end())
            unique.push_back(std::move(one));
    return unique;
}

Evidence personal(std::string key, std::string value)
{
    return {.key = std::move(key), .value = std::move(value), .privacy = Privacy::Personal};
}

void compareWithCache(Outcome& outcome, const Addresses& cache, const Addresses& servers)
{
    if (!cache.empty()) outcome.fact("dns.cache", listed(cache), Privacy::Personal);
    if (!servers.empty()) outcome.fact("dns.servers", listed(servers), Privacy::Personal);
    if (!cache.empty() && !servers.empty() && shareNone(cache, servers))
        outcome.add({.id = "network.cache_differs",
                     .weight = Weight::Note,
                     .evidence = {personal("dns.cache", listed(cache)), personal("dns.servers", listed(servers))}});
}

// The short name is what Windows makes of it; the full names are asked of the servers themselves.
Status compareWithFullNames(Outcome& outcome, ProbeContext& c, const std::string& name)
{
    const auto added = suffixes(c.machine);
    if (!added) return added.error();
    Addresses used;
    for (const auto& address : c.conversation.resolution(c.deadline).addresses) used.push_back(address.text);
    for (const auto& suffix : *added) {
        if (c.deadline.over()) return Error{.domain = Domain::TimedOut, .doing = "ask for the full name"};
        const auto full = name + '.' + suffix;
        const auto addresses = c.machine.lookUpName(full, NameSource::Servers);
        if (!addresses) return addresses.error();
        if (addresses->empty()) continue;
        outcome.fact("dns.full_name", sanitise(full), Privacy::Personal);
        if (shareNone(used, *addresses))
            outcome.add(
                {.id = used.empty() ? "network.only_full_name_known" : "network.full_name_differs",
                 .weight = Weight::Note,
                 .evidence = {personal("dns.full_name", sanitise(full)), personal("dns.servers", listed(*addresses))}});
        break;    // Windows takes the first one that exists
    }
    return ok();
}

Outcome run(ProbeContext& c)
{
    const auto& name = c.conversation.firstHop().host;
    if (isAddress(name)) return Outcome::notApplicable("not_applicable.address");
    const auto cache = c.machine.lookUpName(name, NameSource::Cache);
    if (!cache) return Outcome::couldNotLook(cache.error());
    auto outcome = Outcome::healthy();
    const bool isShort = name.find('.') == std::string::npos;
    if (isShort)
        if (const auto compared = compareWithFullNames(outcome, c, name); !compared)
            return Outcome::couldNotLook(compared.error(), outcome.facts);
    const auto servers = c.machine.lookUpName(name, NameSource::Servers);
    if (!servers) return Outcome::couldNotLook(servers.error(), outcome.facts);
    compareWithCache(outcome, *cache, *servers);
    return outcome;
}

}    // namespace

extern const Probe network_name_sources;
const Probe network_name_sources{.id = "network.name_sources",
                                 .phase = Phase::Network,
                                 .place = Place::ThisPc,
                                 .after = {"network.dns"},
                                 .run = run};

}    // namespace rdpmend::probes

// Reads: the resolver, both families.  Finds: why a name gives no address.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

std::string_view word(NameAnswer answer)
{
    switch (answer) {
    case NameAnswer::Found: return "found";
    case NameAnswer::NoSuchName: return "no such name";
    case NameAnswer::NoAddress: return "no address of this family";
    case NameAnswer::NoAnswer: return "no resolver answered";
    case NameAnswer::Refused: return "refused by the resolver";
    case NameAnswer::Failed: return "the resolver failed";
    case NameAnswer::NotAsked: return "not asked";
    }
    return "";
}

// The worse news decides only when neither family has an address; "no such name" needs both to agree.
std::string_view findingFor(const Resolution& resolution)
{
    const auto either = [&resolution](NameAnswer answer) { return resolution.v4 == answer || resolution.v6 == answer; };
    if (either(NameAnswer::NoAnswer)) return "network.dns_no_answer";
    if (either(NameAnswer::Refused)) return "network.dns_refused";
    if (either(NameAnswer::Failed)) return "network.dns_failed";
    if (either(NameAnswer::NoSuchName)) return "network.name_not_found";
    return "network.name_without_address";
}

Outcome run(ProbeContext& c)
{
    const auto& resolution = c.conversation.resolution(c.deadline);
    Outcome outcome{.verdict = Verdict::Healthy};
    for (const auto& address : resolution.addresses) outcome.fact("dns.address", address.text, Privacy::Personal);
    outcome.fact("dns.ipv4", std::string(word(resolution.v4)));
    outcome.fact("dns.ipv6", std::string(word(resolution.v6)));
    if (!resolution.detail.empty()) outcome.fact("dns.detail", resolution.detail, Privacy::Personal);
    outcome.fact("dns.took", milliseconds(resolution.took));
    if (resolution.fromHostsFile) outcome.fact("dns.from_hosts_file", "yes");
    if (resolution.literal || !resolution.addresses.empty()) return outcome;
    if (c.deadline.cancelled())
        return Outcome::couldNotLook({.domain = Domain::Cancelled, .doing = "resolve the name"});

    const auto& name = c.target.gateway && c.target.proxy ? c.target.proxy->host : c.conversation.endpoint().host;
    outcome.add({.id = std::string(findingFor(resolution)),
                 .evidence = {{.key = "dns.name", .value = name, .privacy = Privacy::Personal},
                              {.key = "dns.detail", .value = resolution.detail, .privacy = Privacy::Personal}}});
    return outcome;
}

}    // namespace

extern const Probe network_dns;
const Probe network_dns{.id = "network.dns", .phase = Phase::Network, .place = Place::Network, .run = run};

}    // namespace rdpmend::probes

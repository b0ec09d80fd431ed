// Reads: the resolver, both families.  Finds: why a name gives no address.
#include "core/probes/common.h"
#include "core/probes/name_answer.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto& resolution = c.conversation.resolution(c.deadline);
    Outcome outcome{.verdict = Verdict::Healthy};
    for (const auto& address : resolution.addresses) outcome.fact("dns.address", address.text, Privacy::Personal);
    outcome.fact("dns.ipv4", std::string(nameAnswerWords(resolution.v4)));
    outcome.fact("dns.ipv6", std::string(nameAnswerWords(resolution.v6)));
    if (!resolution.detail.empty()) outcome.fact("dns.detail", resolution.detail, Privacy::Personal);
    outcome.fact("dns.took", milliseconds(resolution.took));
    if (resolution.fromHostsFile) outcome.fact("dns.from_hosts_file", "yes");
    if (resolution.literal || !resolution.addresses.empty()) return outcome;
    if (c.deadline.cancelled())
        return Outcome::couldNotLook({.domain = Domain::Cancelled, .doing = "resolve the name"});

    const auto& name = c.conversation.firstHop().host;
    outcome.add({.id = std::string(nameFinding(resolution)),
                 .evidence = {{.key = "dns.name", .value = name, .privacy = Privacy::Personal},
                              {.key = "dns.detail", .value = resolution.detail, .privacy = Privacy::Personal}}});
    return outcome;
}

}    // namespace

extern const Probe network_dns;
const Probe network_dns{.id = "network.dns", .phase = Phase::Network, .place = Place::Network, .run = run};

}    // namespace rdpmend::probes

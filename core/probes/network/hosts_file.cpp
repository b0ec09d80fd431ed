// Reads: the hosts file of this PC.  Finds: an entry that decides where the name leads.
#include <algorithm>

#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto& wanted = c.conversation.endpoint().host;
    if (isAddress(wanted)) return Outcome::notApplicable("not_applicable.address");
    const auto text = c.machine.hostsFile();
    if (!text) return Outcome::couldNotLook(text.error());

    auto outcome = Outcome::healthy();
    for (const auto& whole : split(*text, '\n')) {
        const auto line = trim(whole.substr(0, whole.find('#')));
        const auto blank = line.find_first_of(" \t");
        if (blank == std::string::npos) continue;
        auto names = line.substr(blank);
        std::ranges::replace(names, '\t', ' ');
        for (const auto& name : split(names, ' ')) {
            if (!equalIgnoringCase(name, wanted)) continue;
            outcome.add({.id = "network.hosts_file_overrides",
                         .weight = Weight::Note,
                         .evidence = {{.key = "hosts.address",
                                       .value = sanitise(line.substr(0, blank)),
                                       .privacy = Privacy::Personal}}});
        }
    }
    return outcome;
}

}    // namespace

extern const Probe network_hosts_file;
const Probe network_hosts_file{.id = "network.hosts_file", .phase = Phase::Network, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

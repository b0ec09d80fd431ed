// Reads: HKCU\...\Terminal Server Client\Default\MRU0..9.  Says: which hosts were typed last, and whether this is one.
#include "core/base/text.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr int remembered = 10;    // mstsc keeps MRU0 to MRU9

Outcome run(ProbeContext& c)
{
    auto outcome = Outcome::healthy();
    for (int i = 0; i < remembered; ++i) {
        const auto value = c.machine.registryValue(places::recentHosts(), "MRU" + std::to_string(i));
        if (!value) return Outcome::couldNotLook(value.error());
        if (*value) outcome.fact("recent.host", sanitise((*value)->asString().value_or("")), Privacy::Personal);
    }
    return outcome;
}

}    // namespace

extern const Probe transport_recent_hosts;
const Probe transport_recent_hosts{
    .id = "transport.recent_hosts", .phase = Phase::Transport, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

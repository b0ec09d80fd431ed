// Reads: the work that network adapters do for the processor. Facts only: settings as they come are no fault, and what
// they do to packets only a recording shows.
#include <algorithm>

#include "core/base/text.h"
#include "core/facts/windows_parts.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

bool isAboutOffload(const AdapterProperty& property)
{
    return std::ranges::any_of(parts::offloadKeywords, [&property](std::string_view beginning) {
        return startsWithIgnoringCase(property.keyword, beginning);
    });
}

Outcome run(ProbeContext& c)
{
    const auto properties = c.machine.adapterProperties();
    if (!properties) return Outcome::couldNotLook(properties.error());
    auto outcome = Outcome::healthy();
    for (const auto& one : *properties)
        if (isAboutOffload(one))
            outcome.fact("offload." + sanitise(one.adapter), sanitise(one.keyword) + " = " + sanitise(one.value));
    return outcome;
}

}    // namespace

extern const Probe network_adapter_offload;
const Probe network_adapter_offload{
    .id = "network.adapter_offload", .phase = Phase::Network, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

// Reads: how Windows' time service is set.  Finds: a PC that sets its clock by nobody. Evidence when clocks differ, and
// says nothing about a clock that is right.
#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto clock = c.machine.clockSettings();
    if (!clock) return Outcome::couldNotLook(clock.error());
    const auto service = c.machine.service("W32Time");
    if (!service) return Outcome::couldNotLook(service.error());

    // Stopped is everyday: outside a domain it starts when there is something to do.
    const bool off = !*service || (*service)->start == ServiceStart::Disabled;
    const std::vector<Evidence> evidence{
        {.key = "clock.source_type", .value = sanitise(clock->source, 40)},
        {.key = "clock.server", .value = sanitise(clock->server), .privacy = Privacy::Personal},
        {.key = "clock.service", .value = off ? "disabled" : "may run"}};
    auto outcome = Outcome::healthy(evidence);
    if (off || equalIgnoringCase(clock->source, "NoSync"))
        outcome.add({.id = "certificates.clock_not_synchronised", .weight = Weight::Note, .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe certificates_clock_source;
const Probe certificates_clock_source{
    .id = "certificates.clock_source", .phase = Phase::Certificates, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

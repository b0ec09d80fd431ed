// Runs probes at the same time as far as their `needs` and `after` allow, and ranks what they found.
#pragma once

#include <span>
#include <stop_token>
#include <string_view>

#include "core/facts/facts.h"
#include "core/machine/machine.h"
#include "core/machine/net.h"
#include "core/model/diagnosis.h"
#include "core/model/event.h"
#include "core/model/target.h"
#include "core/probes/probe.h"

namespace rdpmend {

// `only`: these probes and what they need; empty: all. A probe that throws is Crashed; one that outlives its budget by
// more than a second is abandoned as Inconclusive{TimedOut} on its own thread, so `machine`, `net` and `facts` must
// live as long as the process may still run it. A stop gives what was seen so far, the rest Inconclusive{Cancelled}.
Diagnosis diagnoseWith(std::span<const Probe* const> probes, const Target& target, const MachineView& machine, Net& net,
                       const Facts& facts, const Sink& sink, std::stop_token stop,
                       std::span<const std::string_view> only = {});

}    // namespace rdpmend

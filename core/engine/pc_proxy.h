// The proxy that this PC would use towards a gateway, as the Remote Desktop client does.
#pragma once

#include <stop_token>

#include "core/machine/machine.h"
#include "core/model/target.h"

namespace rdpmend {

// `target`, and with a gateway but no proxy of its own the first one that Windows names for it. A proxy that cannot be
// asked for, or that speaks SOCKS, is none: probes say so.
Target asThisPcGoes(Target target, const MachineView& machine, std::stop_token stop);

}    // namespace rdpmend

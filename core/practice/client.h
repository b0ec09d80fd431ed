// The practice PC's Remote Desktop client: one whole connection with the settings that the PC has now, and what mstsc's
// dialog would say at its end. The numbers are IMsTscAxEvents::OnDisconnected's and ExtendedDisconnectReasonCode's;
// those of a gateway (0x30000xx) are known from community tables only.
#pragma once

#include <optional>

#include "core/base/deadline.h"
#include "core/machine/machine.h"
#include "core/machine/net.h"
#include "core/model/target.h"

namespace rdpmend {

// nullopt: connected, then politely ended.
std::optional<ReportedError> connectAsClient(const Target& target, const MachineView& machine, Net& net,
                                             const Deadline& deadline);

}    // namespace rdpmend

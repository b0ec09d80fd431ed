// Who sent a reset: the computer whose address it carries, or a device on the way that speaks in its name. Every
// observation is kept with its numbers; one alone decides nothing. Weaver, Sommer, Paxson: "Detecting Forged TCP Reset
// Packets", NDSS 2009.
#pragma once

#include "core/capture/story.h"
#include "core/capture/tcp_half.h"

namespace rdpmend::capture {

// `sender` is the side in whose name the reset came and has one; `usualHops` that of its other packets, 0 when none
// were seen, out of `compared`.
std::vector<Observation> observeReset(const TcpHalf& sender, const TcpHalf& receiver, std::uint8_t usualHops,
                                      std::uint32_t compared);

enum class Sender : std::uint8_t { Unclear, Middlebox, Itself };
// At least two observations have to agree, and outweigh those against.
Sender judgeSender(const std::vector<Observation>& observations);

}    // namespace rdpmend::capture

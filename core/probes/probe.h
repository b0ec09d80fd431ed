// One probe = one file = one constant. A probe looks and says what it saw; it changes nothing, and it judges nothing
// beyond its own subject: causes are ranked elsewhere, from the findings of all probes.
#pragma once

#include <array>
#include <chrono>
#include <span>
#include <string_view>

#include "core/conversation/conversation.h"
#include "core/facts/facts.h"
#include "core/machine/machine.h"
#include "core/model/outcome.h"
#include "core/model/phase.h"
#include "core/model/target.h"

namespace rdpmend {

// Where a probe looks; decides by itself whether it applies.
enum class Place : std::uint8_t {
    Words,      // what the person typed
    Network,    // the way to, and the endpoint that this PC connects to
    Host,       // as Network, but only when the host is reached directly
    Gateway,    // as Network, but only when a gateway is used
    ThisPc,     // only when a Windows PC is there to look at
};

struct ProbeContext {
    const Target& target;
    const MachineView& machine;
    Net& net;
    Conversation& conversation;
    const Facts& facts;
    const Outcomes& outcomes;    // of the probes named in `needs` and `after`, at least
    Deadline deadline;

    const Outcome& outcome(std::string_view probe) const;    // an Inconclusive one when it has not run
};

struct Probe {
    std::string_view id;    // "network.tcp_port" == core/probes/network/tcp_port.cpp
    Phase phase = Phase::Network;
    Place place = Place::Network;
    std::array<std::string_view, 4> needs{};    // Skipped unless all of these are Healthy, or found only notes
    std::array<std::string_view, 4> after{};    // runs when these have finished, whatever they saw
    std::chrono::milliseconds budget{8000};     // deadline of one run
    bool deep = false;                          // only with Target::deep
    Outcome (*run)(ProbeContext&) = nullptr;
};

// In the order of their ids; generated from the folder by core/probes/CMakeLists.txt.
std::span<const Probe* const> allProbes();
const Probe* findProbe(std::string_view id);

}    // namespace rdpmend

// All that the simulated PC is, as one comparable value, and its JSON form (README.md in this folder).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/simulated/registry.h"
#include "core/simulated/system.h"

namespace rdpmend {

struct SimulatedCredential {
    std::string target{};
    std::string user{};
    std::string password{};    // never handed out through the seam

    bool operator==(const SimulatedCredential&) const = default;
};

struct SimulatedState {
    std::string description = "Windows 11 Pro 23H2 (build 22631)";
    std::string home = "C:\\Users\\anna";
    std::chrono::seconds clockOffset{};
    SimulatedRegistry registry{};
    std::vector<SimulatedCredential> credentials{};
    ByName<Bytes> files{};
    std::string hosts{};
    SimulatedSystem system = healthySystem();

    bool operator==(const SimulatedState&) const = default;
};

// Refuses with one sentence that begins with `what` ("pc.json").
Result<SimulatedState> stateFromJson(std::string_view json, std::string_view what);
std::string toJson(const SimulatedState& state);    // equal states give equal text

}    // namespace rdpmend

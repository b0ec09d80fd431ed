// The JSON of SimulatedSystem's members, each under its own name (README.md in this folder).
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/simulated/system.h"

namespace rdpmend {

// False: there is no such member. Throws what says why `value` does not fit (std::exception).
bool readMember(SimulatedSystem& system, const std::string& name, const nlohmann::json& value);
// Writes the members that are not those of a healthy system.
void writeMembers(const SimulatedSystem& system, nlohmann::json& object);

}    // namespace rdpmend

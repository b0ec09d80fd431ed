// One file of resources/practice: a story, a PC, and what is broken about the host it wants to reach.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/target.h"
#include "core/practice/gateway.h"
#include "core/practice/host.h"
#include "core/practice/practice.h"

namespace rdpmend {

enum class UdpAnswer : std::uint8_t { Answers, Silent };

struct ScenarioFile {
    Scenario scenario{};
    Target target{};          // without trust anchors: those are made at start
    std::string machine{};    // JSON of SimulatedMachine
    HostSettings host{};
    std::optional<GatewaySettings> gateway{};    // there when the target has one
    UdpAnswer udp = UdpAnswer::Answers;
};

Result<ScenarioFile> parseScenario(std::string_view json);

}    // namespace rdpmend

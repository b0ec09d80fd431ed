// One diagnosis on a scripted network: what the tests of probes and of ranking have in common.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/schedule.h"
#include "core/machine/no_machine.h"
#include "tests/support/scripted_net.h"

namespace rdpmend::test {

inline Target host(std::string name = "pc-17")
{
    return {.host = {.host = std::move(name), .port = 3389}};
}

inline Target gateway(std::string name = "gw.example.com")
{
    auto target = host();
    target.gateway = Endpoint{.host = std::move(name), .port = 443};
    return target;
}

inline Diagnosis diagnose(ScriptedNet& net, const Target& target, const MachineView& machine)
{
    return diagnoseWith(allProbes(), target, machine, net, Facts::builtIn(), {}, {});
}

inline Diagnosis diagnose(ScriptedNet& net, const Target& target = host())
{
    static const NoMachine none;
    return diagnose(net, target, none);
}

inline bool found(const Diagnosis& diagnosis, std::string_view finding)
{
    for (const auto& [probe, outcome] : diagnosis.outcomes)
        if (outcome.has(finding)) return true;
    return false;
}

inline std::string topCause(const Diagnosis& diagnosis)
{
    return diagnosis.top() ? diagnosis.top()->id : "";
}

}    // namespace rdpmend::test

// What the broker may change, written down a second time and without the code that it is compared with.
#pragma once

#include "core/simulated/simulated_machine.h"

namespace rdpmend::broker {

// The PC without all that any machine-wide fix may touch. Two states of a PC are equal here when they differ inside the
// catalogue only.
inline SimulatedState withoutOurPlaces(SimulatedState state)
{
    SimulatedMachine machine(std::move(state));
    const auto set = [&machine](const Change& change) {
        (void)machine.perform(change, Deadline::in(std::chrono::seconds(5)));
    };
    for (const auto view : {View::Registry64, View::Registry32}) {
        const auto key = [view](const char* path) {
            return RegistryKey{.hive = Hive::LocalMachine, .path = path, .view = view};
        };
        set(ReplaceRegistryKey{.key = key("SOFTWARE\\Microsoft\\MSLicensing")});
        set(SetRegistryValue{.key = key("SOFTWARE\\Microsoft\\Terminal Server Client"),
                             .name = "AuthenticationLevelOverride"});
        set(SetRegistryValue{.key = key("SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client"),
                             .name = "fClientDisableUDP"});
        // The keys that lead there, where they lead to nothing else.
        for (const auto* path :
             {"SOFTWARE\\Microsoft\\Terminal Server Client",
              "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client",
              "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services",
              "SOFTWARE\\Policies\\Microsoft\\Windows NT", "SOFTWARE\\Policies\\Microsoft", "SOFTWARE\\Policies"}) {
            const auto tree = machine.registryTree(key(path));
            if (tree && *tree && (*tree)->values.empty() && (*tree)->keys.empty())
                set(ReplaceRegistryKey{.key = key(path)});
        }
    }
    return machine.state();
}

}    // namespace rdpmend::broker

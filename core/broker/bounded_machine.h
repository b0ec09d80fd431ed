// The PC as the broker may see and change it: HKLM, and nothing outside the places that the remedies name. It stands
// between every writer and the PC, so that the bound does not hang on the journal, the plan or the program that asks.
#pragma once

#include "core/broker/registry_only.h"

namespace rdpmend::broker {

class BoundedMachine final : public RegistryOnly {
public:
    explicit BoundedMachine(Machine& machine) : m_machine(machine) {}

    std::string description() const override { return m_machine.description(); }
    // HKCU would be that of whoever gave the password, not of the person: it is empty here.
    Result<std::optional<RegistryValue>> registryValue(const RegistryKey& key, std::string_view name) const override;
    Result<bool> hasRegistryKey(const RegistryKey& key) const override;
    Result<std::optional<RegistryTree>> registryTree(const RegistryKey& key) const override;
    Result<Change> current(const Change& like) const override;
    Status perform(const Change& change, const Deadline& deadline) override;

private:
    Machine& m_machine;
};

}    // namespace rdpmend::broker

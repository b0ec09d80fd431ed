// The registry of this PC.
#pragma once

#include "core/broker/registry_only.h"

namespace rdpmend {

class RegistryMachine final : public broker::RegistryOnly {
public:
    std::string description() const override { return "the registry of this PC"; }
    Result<std::optional<RegistryValue>> registryValue(const RegistryKey& key, std::string_view name) const override;
    Result<bool> hasRegistryKey(const RegistryKey& key) const override;
    Result<std::optional<RegistryTree>> registryTree(const RegistryKey& key) const override;
    Result<Change> current(const Change& like) const override;
    Status perform(const Change& change, const Deadline& deadline) override;
};

}    // namespace rdpmend

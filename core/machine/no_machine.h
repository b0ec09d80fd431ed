// The machine that stands for "this is not a Windows PC": the network can be looked at, the PC cannot.
#pragma once

#include "core/machine/machine.h"

namespace rdpmend {

class NoMachine final : public Machine {
public:
    bool present() const override { return false; }
    std::string description() const override { return "not a Windows PC"; }
    std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }

    // Everything else refuses with one sentence, also what is not overridden here.
    Result<std::optional<RegistryValue>> registryValue(const RegistryKey& key, std::string_view name) const override;
    Result<bool> hasRegistryKey(const RegistryKey& key) const override;
    Result<std::optional<RegistryTree>> registryTree(const RegistryKey& key) const override;
    Result<std::vector<SavedCredential>> savedCredentials(std::string_view prefix) const override;
    Result<std::optional<Bytes>> file(std::string_view path) const override;
    Result<std::vector<std::string>> remoteDesktopFiles() const override;
    Result<std::string> hostsFile() const override;
    Result<std::string> ownFolder() const override;
    Result<Change> current(const Change& like) const override;
    Status perform(const Change& change, const Deadline& deadline) override;

private:
    Error cannotLook(std::string_view at) const override;
};

}    // namespace rdpmend

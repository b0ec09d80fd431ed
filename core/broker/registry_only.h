// A PC of which there is the registry and nothing else. What is asked besides is the person's, and the broker may run
// as somebody else.
#pragma once

#include "core/machine/machine.h"

namespace rdpmend::broker {

class RegistryOnly : public Machine {
public:
    bool present() const override { return true; }
    Result<std::vector<SavedCredential>> savedCredentials(std::string_view) const override { return notMine(); }
    Result<std::optional<Bytes>> file(std::string_view) const override { return notMine(); }
    Result<std::vector<std::string>> remoteDesktopFiles() const override { return notMine(); }
    Result<std::string> hostsFile() const override { return notMine(); }
    Result<std::string> ownFolder() const override { return notMine(); }
    std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }

protected:
    static Error notMine()
    {
        return refusal("The elevated part of rdpmend looks at nothing but the registry of the PC.");
    }
};

}    // namespace rdpmend::broker

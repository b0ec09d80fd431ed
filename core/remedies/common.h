// What several remedies need: the client's registry keys, and changes that leave no trace when they are undone.
#pragma once

#include <string>
#include <vector>

#include "core/remedies/remedy.h"

namespace rdpmend::remedies {

// Servers\<host> under the person's client key, as mstsc may have spelled it: the host, and the host with its port.
std::vector<RegistryKey> serverKeys(const Target& target);
// "TERMSRV/pc-17"
std::string credentialTarget(const Target& target);

Proposal withheld(std::string_view reason);    // "already_so"; see resources/text, not_offered.*

// Removes the value from those keys that have it; withheld with `reason` when none has.
Result<Proposal> removeValue(const MachineView& machine, const std::vector<RegistryKey>& keys, std::string_view name,
                             std::string_view reason);

// Sets a value. When its key does not exist yet, the change is the topmost missing key with all below it: undoing it
// removes the keys too, instead of leaving empty ones behind.
Result<Change> setValue(const MachineView& machine, const RegistryKey& key, std::string_view name, RegistryValue value);

}    // namespace rdpmend::remedies

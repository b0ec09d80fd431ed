// The registry of this PC ("Registry Functions", Microsoft Learn). Keys are opened with the least access that the call
// needs. Links between keys are not followed below the key that was named, and not replaced: they may lead anywhere.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/model/change.h"

namespace rdpmend::windows {

Result<std::optional<RegistryValue>> readValue(const RegistryKey& key, std::string_view name);
Result<bool> hasKey(const RegistryKey& key);
Result<std::optional<RegistryTree>> readTree(const RegistryKey& key);
Result<Change> current(SetRegistryValue like);
// A descriptor that means what the one in `like` means is spelled as it is there.
Result<Change> current(ReplaceRegistryKey like);
Status perform(const SetRegistryValue& change);
Status perform(const ReplaceRegistryKey& change);

}    // namespace rdpmend::windows

// Which Group Policy object decides about a registry value: as the last application of policy was logged ("RSoP WMI
// classes", Microsoft Learn), or as the policy of this PC alone says (Registry.pol).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/change.h"

namespace rdpmend::windows {

// nullopt: none does. An Error when this PC is in a domain whose policy cannot be read.
Result<std::optional<std::string>> policyOwner(const RegistryKey& key, std::string_view name);

}    // namespace rdpmend::windows

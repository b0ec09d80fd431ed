// The Credential Manager of Windows ("Credentials Management", Microsoft Learn). Passwords are never looked at.
#pragma once

#include <string_view>
#include <vector>

#include "core/machine/machine.h"

namespace rdpmend::windows {

Result<std::vector<SavedCredential>> savedCredentials(std::string_view prefix);    // sorted by target
Result<Change> current(SetSavedCredential like);
Status perform(const SetSavedCredential& change);

}    // namespace rdpmend::windows

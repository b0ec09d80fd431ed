// A case that may leave the PC: every personal value replaced by a pseudonym ("host-1", "user-1", "address-1"), the
// same one wherever the value stands, also inside the system's own words and the places of changes. The forms of the
// report know nothing of it: they are given another case.
#pragma once

#include "core/report/report.h"

namespace rdpmend {

// Personal is what the target names, what evidence declares Personal, and what changes of saved credentials and files
// name. Secret evidence is dropped whether redacting or not.
Case redacted(const Case& theCase);
Case withoutSecrets(Case theCase);

}    // namespace rdpmend

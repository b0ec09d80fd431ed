// The places in HKLM that a remedy may ever touch. What an elevated program reads from its journal and writes to the PC
// must stay inside them, whatever the journal says.
#pragma once

#include "core/remedies/remedy.h"

namespace rdpmend {

// Whether the change, and undoing it, stays inside the places of this remedy. `now` is what the place holds: also what
// would be lost must be inside.
bool staysInside(const Remedy& remedy, const Change& change);
bool losesOnlyWhatIsInside(const Remedy& remedy, const Change& now);

}    // namespace rdpmend

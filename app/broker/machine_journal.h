// The journal of machine-wide changes: who may write it is in core/windows/protected_folder.h.
#pragma once

#include <memory>

#include "core/journal/journal.h"

namespace rdpmend {

// For the broker: makes what is missing. The folder is held as long as the process lives.
Result<std::unique_ptr<Journal>> openMachineJournal();
// For everybody: an empty history where nothing was ever changed.
Result<std::unique_ptr<Journal>> readMachineJournal();

}    // namespace rdpmend

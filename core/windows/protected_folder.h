// A folder in which administrators alone may write, and everybody may read.
#pragma once

#include <string>

#include "core/windows/error.h"
#include "core/windows/handle.h"

namespace rdpmend::windows {

// The descriptor that the folder is made with: SYSTEM and Administrators everything, Users read; nothing inherited.
extern const char* const protectedSddl;

// Makes it below a folder of Windows' own when it is missing. Refuses a folder that is a link to another place, belongs
// to somebody else than SYSTEM, the administrators or whoever owns the folder above, or in which anybody else may
// write. `above` is trusted. Returns the folder, held open so that nobody can put another in its place.
struct ProtectedFolder {
    std::string path{};
    FileHandle held{};
};
Result<ProtectedFolder> protectedFolder(const std::string& above, const std::string& name);

}    // namespace rdpmend::windows

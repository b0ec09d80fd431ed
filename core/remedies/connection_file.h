// An .rdp file for the connection that the case is about, in the program's own folder.
#pragma once

#include <string_view>

#include "core/remedies/remedy.h"

namespace rdpmend::remedies {

// "PURPOSE - pc-17.rdp". Settings of the person's own .rdp file are kept; without one there are just the host, the
// gateway and the user. Setting names: "Supported RDP properties", Microsoft Learn.
Result<WriteFile> connectionFile(const MachineView& machine, const Target& target, std::string_view purpose,
                                 bool asksForPassword);

}    // namespace rdpmend::remedies

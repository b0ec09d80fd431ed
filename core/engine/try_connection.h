// The last test of all: Windows' own Remote Desktop client, as the person would start it.
#pragma once

#include <string>

#include "core/machine/machine.h"
#include "core/model/target.h"

namespace rdpmend {

// Starts it with the .rdp file of the target (an absolute path), or with one that is written for it into the program's
// own folder; does not wait for it. The path of the file. Refuses where the machine is not present.
Result<std::string> tryConnection(Machine& machine, const Target& target);

}    // namespace rdpmend

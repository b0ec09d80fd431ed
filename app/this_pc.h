// The machine that the programs run on.
#pragma once

#include <memory>

#include "core/machine/machine.h"

namespace rdpmend {

// Where it is not Windows, the machine that says so.
std::unique_ptr<Machine> thisPc();

}    // namespace rdpmend

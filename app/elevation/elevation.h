// Asking Windows for an administrator, on behalf of the command line and the window.
#pragma once

#include <memory>

#include "core/apply/elevated.h"

namespace rdpmend {

// Null where it is not Windows: there is no broker then, and nothing that it could change.
std::unique_ptr<Elevated> elevatedBroker();

}    // namespace rdpmend

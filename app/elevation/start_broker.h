// Starts rdpmend-broker.exe from the program's own folder, elevated, and connects to it.
#pragma once

#include <memory>

#include "core/broker/stream.h"

namespace rdpmend {

// Windows asks the person (unless the program is elevated already). isDeclined() when the answer is no.
Result<std::unique_ptr<broker::Stream>> startBroker();

}    // namespace rdpmend

// The net seam on Boost.Asio and OpenSSL: real sockets.
#pragma once

#include <memory>

#include "core/machine/net.h"

namespace rdpmend {

// Calls may come from several threads at once; a Stream belongs to one thread at a time.
std::unique_ptr<Net> makeAsioNet();

}    // namespace rdpmend

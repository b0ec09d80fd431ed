// Bytes that nobody can guess, from the system.
#pragma once

#include <array>
#include <cstdint>

namespace rdpmend {

using RandomBytes = std::array<std::uint8_t, 16>;

// std::random_device: getentropy or /dev/urandom, RtlGenRandom on Windows, or the processor's own source.
RandomBytes randomBytes();

}    // namespace rdpmend

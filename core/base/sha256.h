// SHA-256 (FIPS 180-4), for naming a plan by what it says. Our own sixty lines, so that neither `changes` nor the
// elevated broker needs a library for it; nothing secret ever passes through here.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"

namespace rdpmend {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(ByteView bytes);

}    // namespace rdpmend

#include "core/base/random.h"

#include <random>

namespace rdpmend {

RandomBytes randomBytes()
{
    std::random_device source;
    RandomBytes out{};
    for (auto& byte : out) byte = static_cast<std::uint8_t>(source());
    return out;
}

}    // namespace rdpmend

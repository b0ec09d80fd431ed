// What every harness has: the entry point that libFuzzer and replay.cpp call, and a check that ends the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace rdpmend::fuzz {

inline void check(bool holds)
{
    if (!holds) std::abort();
}

inline std::string_view asText(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

}    // namespace rdpmend::fuzz

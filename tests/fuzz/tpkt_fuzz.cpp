#include "tests/fuzz/fuzz.h"

#include "core/protocol/x224.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto length = tpktLength({data, size});
    if (length) fuzz::check(size >= tpktHeaderSize && *length >= 7 && *length <= tpktLimit);
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/protocol/identify.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::check(identify({data, size}).size() < 16);
    return 0;
}

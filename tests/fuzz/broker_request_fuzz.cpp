#include "tests/fuzz/fuzz.h"

#include <algorithm>

#include "core/broker/messages.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView bytes(data, size);
    const auto request = broker::decodeRequest(bytes);
    if (request) fuzz::check(std::ranges::equal(broker::encode(*request), bytes));    // one spelling of each
    return 0;
}

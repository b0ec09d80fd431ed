#include "tests/fuzz/fuzz.h"

#include "core/broker/messages.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto answer = broker::decodeAnswer(ByteView(data, size));
    if (!answer) return 0;
    // What was sanitised once stays as it is.
    const auto again = broker::decodeAnswer(broker::encode(*answer));
    fuzz::check(again && *again == *answer);
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/facts/facts.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto reported = parseReportedError(fuzz::asText(data, size));
    if (!reported) {
        fuzz::check(!reported.error().doing.empty());
        return 0;
    }
    const auto again = parseReportedError(toString(*reported));
    fuzz::check(again && *again == *reported);
    return 0;
}

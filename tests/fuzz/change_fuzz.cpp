#include "tests/fuzz/fuzz.h"

#include "core/changes/changes.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto change = changeFromJson(fuzz::asText(data, size));
    if (!change) return 0;
    const auto again = changeFromJson(toJson(*change));
    fuzz::check(again && *again == *change);
    (void)place(*change);
    (void)content(*change);
    (void)toRegFile(*change);
    return 0;
}

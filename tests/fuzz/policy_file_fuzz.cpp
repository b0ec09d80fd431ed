#include "core/protocol/policy_file.h"
#include "tests/fuzz/fuzz.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto settings = parsePolicyFile({data, size});
    if (!settings) return 0;
    for (const auto& setting : *settings) {
        fuzz::check(setting.data.size() < size);
        // An instruction ("**del.x") decides about another name than its own.
        if (!setting.value.starts_with("**")) fuzz::check(decides(*settings, setting.key, setting.value));
    }
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/protocol/x224.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto confirm = parseConnectionConfirm({data, size});
    if (confirm) fuzz::check(parseConnectionConfirm(connectionConfirm(*confirm)) == confirm);
    return 0;
}

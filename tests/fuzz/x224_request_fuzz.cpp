#include "tests/fuzz/fuzz.h"

#include "core/protocol/x224.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto request = parseConnectionRequest({data, size});
    if (request) fuzz::check(request->cookieOrToken.size() < size);
    return 0;
}

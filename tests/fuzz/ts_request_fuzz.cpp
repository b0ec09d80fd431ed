#include "tests/fuzz/fuzz.h"

#include "core/protocol/credssp.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto length = tsRequestLength({data, size});
    const auto request = parseTsRequest({data, size});
    if (length) fuzz::check(*length <= tsRequestLimit);
    if (request) {
        fuzz::check(length == size && request->negoToken.size() < size);
        const TsRequest withoutError{.version = request->version, .negoToken = request->negoToken};
        fuzz::check(parseTsRequest(tsRequest(request->version, request->negoToken)) == withoutError);
    }
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/protocol/http.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    HttpRequest request;
    if (parseHttpRequest({data, size}, request) != HttpParse::Good) return 0;
    fuzz::check(request.headLength <= size && request.headLength <= httpHeadLimit);
    fuzz::check(!request.method.empty() && !request.path.empty() && request.headers.size() <= 100);
    return 0;
}

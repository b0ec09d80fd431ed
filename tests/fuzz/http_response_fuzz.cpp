#include "tests/fuzz/fuzz.h"

#include "core/protocol/http.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    HttpResponse response;
    if (parseHttpResponse({data, size}, response) != HttpParse::Good) return 0;
    fuzz::check(response.headLength <= size && response.headLength <= httpHeadLimit);
    fuzz::check(response.headers.size() <= 100 && response.status >= 100 && response.status <= 999);
    (void)response.chunked();
    (void)response.contentLength();
    HttpResponse again;    // nothing behind the head changes what it says
    fuzz::check(parseHttpResponse({data, response.headLength}, again) == HttpParse::Good && again == response);
    return 0;
}

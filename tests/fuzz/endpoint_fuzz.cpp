#include "tests/fuzz/fuzz.h"

#include "core/model/target.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto endpoint = parseEndpoint(fuzz::asText(data, size), 3389);
    if (!endpoint) {
        fuzz::check(!endpoint.error().doing.empty());
        return 0;
    }
    fuzz::check(!endpoint->host.empty() && endpoint->port != 0);
    const auto again = parseEndpoint(toString(*endpoint), 3389);
    fuzz::check(again && *again == *endpoint);
    return 0;
}

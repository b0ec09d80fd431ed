#include "tests/fuzz/fuzz.h"

#include "core/protocol/dns.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto reply = parseDnsReply({data, size});
    if (reply) fuzz::check(reply->addresses.size() <= 64 && reply->rcode <= 15);
    const auto query = dnsQuery(1, fuzz::asText(data, size), dnsA);
    if (query) fuzz::check(query->size() <= 12 + 255 + 4);
    return 0;
}

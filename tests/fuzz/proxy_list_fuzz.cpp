#include "core/protocol/proxy_list.h"
#include "tests/fuzz/fuzz.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    (void)isBypassed(fuzz::asText(data, size), "pc-17.example.org");
    const auto proxies = parseProxyList(fuzz::asText(data, size), "https");
    if (!proxies) return 0;
    std::string list;
    for (const auto& proxy : *proxies) {
        fuzz::check(proxy.find_first_of(" ;\t\r\n\"'<>&\\/@") == std::string::npos);
        list += proxy + ';';
    }
    // What was read can be written again as Windows writes it.
    const auto again = parseProxyList(list, "https");
    fuzz::check(again && *again == *proxies);
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/machine/event_xml.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto event = parseEventXml(fuzz::asText(data, size));
    if (!event) return 0;
    fuzz::check(!event->channel.empty() && event->data.size() <= 64);
    for (const auto& [name, value] : event->data) fuzz::check(name.size() <= 4096 && value.size() <= 4096);
    return 0;
}

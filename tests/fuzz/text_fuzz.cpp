#include "tests/fuzz/fuzz.h"

#include "core/base/text.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto foreign = fuzz::asText(data, size);
    const auto shown = sanitise(foreign);
    fuzz::check(shown.size() <= 256 * 4 + 3);
    for (const auto c : shown) fuzz::check(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    fuzz::check(fromUtf16le(toUtf16le(shown)) == shown);    // valid UTF-8
    const auto utf8 = fromUtf16le({data, size});
    fuzz::check(fromUtf16le(toUtf16le(utf8)) == utf8);
    (void)parseNumber(foreign);
    (void)fromHex(foreign);
    (void)addressText({data, size});
    return 0;
}

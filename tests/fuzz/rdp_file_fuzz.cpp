#include "tests/fuzz/fuzz.h"

#include "core/protocol/rdp_file.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = parseRdpFile({data, size});
    if (!file) return 0;
    (void)file->host();
    (void)file->gateway();
    (void)file->user();
    if (file->settings.empty()) return 0;
    const auto written = file->write();
    if (written.size() > rdpFileLimit) return 0;
    const auto again = parseRdpFile(written);
    fuzz::check(again && *again == *file);
    return 0;
}

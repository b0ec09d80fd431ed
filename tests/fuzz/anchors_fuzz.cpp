#include "tests/fuzz/fuzz.h"

#include "core/x509/certificate.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto anchors = readAnchors({data, size});
    if (!anchors) return 0;
    fuzz::check(!anchors->empty());
    for (const auto& anchor : *anchors) (void)verifyChain({&anchor, 1}, *anchors);
    return 0;
}

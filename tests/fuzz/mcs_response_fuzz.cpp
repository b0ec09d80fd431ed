#include "tests/fuzz/fuzz.h"

#include "core/protocol/mcs.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto response = parseConnectResponse({data, size});
    if (response && response->result == 0) {
        auto written = *response;
        if (!written.encryptionMethod || !written.encryptionLevel)
            written.encryptionMethod = written.encryptionLevel = {};
        fuzz::check(parseConnectResponse(connectResponse(written)) == written);
    }
    const auto reason = parseDisconnectUltimatum({data, size});
    if (reason) fuzz::check(parseDisconnectUltimatum(disconnectUltimatum(*reason)) == reason);
    return 0;
}

#include "tests/fuzz/fuzz.h"

#include "core/protocol/ntlm.h"

using namespace rdpmend;
using namespace rdpmend::protocol;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto challenge = parseNtlmChallenge({data, size});
    if (challenge) (void)parseNtlmChallenge(ntlmChallenge(*challenge));
    return 0;
}

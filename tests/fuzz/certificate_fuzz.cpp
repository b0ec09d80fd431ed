#include "tests/fuzz/fuzz.h"

#include "core/x509/certificate.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes der(data, data + size);
    (void)verifyChain({&der, 1}, {});
    const auto certificate = readCertificate(der);
    if (!certificate) return 0;
    fuzz::check(certificate->names.size() <= 100 && certificate->sha256.size() == 64);
    (void)nameMatches(*certificate, "pc-17.example.com");
    (void)nameMatches(*certificate, "192.0.2.17");
    (void)nameMatches(*certificate, certificate->commonName);
    return 0;
}

// What the parsers cost on answers of usual size: all of them together should not be felt beside one round trip.
#include <benchmark/benchmark.h>

#include "core/protocol/credssp.h"
#include "core/protocol/http.h"
#include "core/protocol/mcs.h"
#include "core/protocol/ntlm.h"
#include "core/protocol/rdp_file.h"
#include "core/protocol/x224.h"
#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

void connectionConfirm(benchmark::State& state)
{
    const auto pdu = protocol::connectionConfirm({.negotiated = true, .selected = protocol::protocolHybrid});
    for (auto _ : state) benchmark::DoNotOptimize(protocol::parseConnectionConfirm(pdu));
}
BENCHMARK(connectionConfirm);

void connectResponse(benchmark::State& state)
{
    const auto pdu = protocol::connectResponse(
        {.version = 0x00080004, .requestedEcho = 1, .encryptionMethod = 2, .encryptionLevel = 2});
    for (auto _ : state) benchmark::DoNotOptimize(protocol::parseConnectResponse(pdu));
}
BENCHMARK(connectResponse);

void ntlmChallengeInsideTsRequest(benchmark::State& state)
{
    const auto challenge = protocol::ntlmChallenge({.flags = 0xE28A8235U,
                                                    .targetName = "EXAMPLE",
                                                    .netbiosComputer = "PC-17",
                                                    .netbiosDomain = "EXAMPLE",
                                                    .dnsComputer = "pc-17.example.com",
                                                    .dnsDomain = "example.com",
                                                    .major = 10,
                                                    .build = 22631});
    const auto pdu = protocol::tsRequest(6, challenge);
    for (auto _ : state) {
        const auto request = protocol::parseTsRequest(pdu);
        benchmark::DoNotOptimize(protocol::parseNtlmChallenge(request->negoToken));
    }
}
BENCHMARK(ntlmChallengeInsideTsRequest);

void gatewayAnswer(benchmark::State& state)
{
    const auto answer = toBytes(
        "HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-HTTPAPI/2.0\r\nWWW-Authenticate: Negotiate\r\n"
        "WWW-Authenticate: NTLM\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
    for (auto _ : state) {
        protocol::HttpResponse response;
        benchmark::DoNotOptimize(protocol::parseHttpResponse(answer, response));
    }
}
BENCHMARK(gatewayAnswer);

void rdpFile(benchmark::State& state)
{
    protocol::RdpFile file;
    file.set("full address", 's', "pc-17.example.com");
    for (int i = 0; i < 60; ++i) file.set("setting " + std::to_string(i), 'i', "1");
    const auto content = file.write();
    for (auto _ : state) benchmark::DoNotOptimize(protocol::parseRdpFile(content));
}
BENCHMARK(rdpFile);

constexpr std::string_view certificatePem = R"(-----BEGIN CERTIFICATE-----
MIIBtDCCAVqgAwIBAgIUPGPLuHgY/9a1xYmjM/g6uVo3B8gwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRcGMtMTcuZXhhbXBsZS5jb20wIBcNMjYxMTIxMTMyNDM1WhgP
MjEyNjEwMjgxMzI0MzVaMBwxGjAYBgNVBAMMEXBjLTE3LmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEy7ZnfhSx3L8JeJXp8szW/VlF8vpJ5F91
ua1yW+0qh/nEwcbj2f9ortB8kbE8HLvTIvl47HPO1sWBvOMkNaW4/6N4MHYwHQYD
VR0OBBYEFBW92qVVB4ViBxr1cXTxK1+hLSk4MB8GA1UdIwQYMBaAFBW92qVVB4Vi
Bxr1cXTxK1+hLSk4MA8GA1UdEwEB/wQFMAMBAf8wIwYDVR0RBBwwGoIRcGMtMTcu
ZXhhbXBsZS5jb22CBXBjLTE3MAoGCCqGSM49BAMCA0gAMEUCIDvvyhUHMdDSUMeu
MzH4H9uLJ1OZQ0JB8PLz9PfNGKl4AiEAgVshjeJqY01Rs/RcwSqiyK1CqsC3Mcx2
Gj1/Q3n6/VU=
-----END CERTIFICATE-----
)";

void certificate(benchmark::State& state)
{
    const auto der = readAnchors(toBytes(certificatePem));
    if (!der) return state.SkipWithError("the certificate cannot be read");
    for (auto _ : state) {
        const auto certificate = readCertificate(der->front());
        benchmark::DoNotOptimize(nameMatches(*certificate, "pc-17.example.com"));
    }
}
BENCHMARK(certificate);

}    // namespace
}    // namespace rdpmend

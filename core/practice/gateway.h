// An RD Gateway on loopback as it looks before sign-in: TLS, then 401 to the first request of either transport; or
// something in front of it that spoils one of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/machine/machine.h"
#include "core/practice/behaviour.h"
#include "core/practice/identity.h"

namespace rdpmend {

struct GatewaySettings {
    std::string dnsName = "gw.example.com";
    CertificateKind certificate = CertificateKind::Valid;
    std::vector<Break> breaks{};    // at Accept, ClientHello, Tls, RdgOutData, RpcOutData
};

class PracticeGateway {
public:
    // `machine` outlives the gateway.
    static Result<std::unique_ptr<PracticeGateway>> start(GatewaySettings settings, const Identity& authority,
                                                          const MachineView& machine);
    virtual ~PracticeGateway() = default;

    virtual std::uint16_t port() const = 0;    // on 127.0.0.1
};

}    // namespace rdpmend

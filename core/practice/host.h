// A Remote Desktop host on loopback that is broken in a chosen way: X.224 negotiation, TLS, NTLM over CredSSP as far as
// a host speaks before any credentials, MCS settings, and its last word.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/machine/machine.h"
#include "core/practice/behaviour.h"
#include "core/practice/identity.h"

namespace rdpmend {

struct HostSettings {
    std::string dnsName = "pc-17";    // what its certificate is for
    std::string computer = "PC-17", domain = "EXAMPLE", dnsDomain = "example.com";
    std::chrono::seconds clockOffset{};    // of the host's clock, against the true time
    CertificateKind certificate = CertificateKind::Valid;
    std::optional<std::uint32_t> select{};    // instead of what a Windows host would select
    std::vector<Break> breaks{};
};

class PracticeHost {
public:
    // Settings of `machine` are read whenever a break depends on them; it outlives the host.
    static Result<std::unique_ptr<PracticeHost>> start(HostSettings settings, const Identity& authority,
                                                       const MachineView& machine);
    virtual ~PracticeHost() = default;    // ends all connections, in well under half a second

    virtual std::uint16_t port() const = 0;    // on 127.0.0.1
};

}    // namespace rdpmend

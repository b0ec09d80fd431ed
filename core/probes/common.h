// What several probes say in the same way.
#pragma once

#include <optional>
#include <string>

#include "core/probes/probe.h"
#include "core/x509/certificate.h"

namespace rdpmend::probes {

// "the host closed the connection (FIN) after 12 ms"
std::string endingWords(const NetError& error);
// Stage, manner and time of an ending, for the evidence of a finding.
std::vector<Evidence> endingEvidence(const Attempt& attempt);
// The first bytes of a foreign answer, as hex.
std::string beginning(const Bytes& foreign);
// A cut connection: the finding with its proof, and a note that tells reset from close, which rules reason about.
void addCut(Outcome& outcome, std::string finding, const Attempt& attempt, std::vector<Evidence> evidence);
// Whether the reported code stands for a finding of that phase ("licensing."), or for that very finding.
bool reportedPointsTo(const ProbeContext& context, std::string_view findingPrefix);
// What could not be looked at, when the conversation did not come as far as a probe needs.
Outcome couldNotReach(const Attempt& attempt, std::string doing);

// The certificate the endpoint showed. An outcome instead: there is none to judge, and why.
struct Shown {
    std::optional<Certificate> leaf{};
    std::vector<Bytes> chain{};
    Outcome instead{};
};
Shown shownCertificate(ProbeContext& context);

// Trust in names and issuers is asked of the person at a host (mstsc warns), and is a must at a gateway.
inline Weight atHost(const ProbeContext& context, Weight weight)
{
    return context.conversation.isGateway() ? Weight::Blocks : weight;
}

inline std::string milliseconds(std::chrono::microseconds span)
{
    return std::to_string((span.count() + 500) / 1000) + " ms";
}

inline RegistryKey localMachine(std::string path, View view = View::Registry64)
{
    return {.hive = Hive::LocalMachine, .path = std::move(path), .view = view};
}

}    // namespace rdpmend::probes

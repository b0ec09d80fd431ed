// Needs: an NLA host.  Says: its names, build and clock, as it tells them before any credentials. [MS-NLMP] 2.2.1.2
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Session, c.deadline);
    if (!attempt.tsRequest) return Outcome::notApplicable("not_applicable.not_an_nla_host");
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("credssp.version", std::to_string(attempt.tsRequest->version));
    if (!attempt.challenge) {
        std::vector<Evidence> evidence;
        if (attempt.tsRequest->errorCode)
            evidence.push_back(
                {.key = "credssp.error", .value = fmt::format("0x{:08X}", *attempt.tsRequest->errorCode)});
        // A host that accepts only Kerberos is not at fault.
        return outcome.add({.id = "credentials.ntlm_refused", .weight = Weight::Note, .evidence = std::move(evidence)});
    }
    const auto& challenge = *attempt.challenge;
    const auto fact = [&outcome](const char* key, const std::string& foreign) {
        if (!foreign.empty()) outcome.fact(key, sanitise(foreign), Privacy::Personal);
    };
    fact("ntlm.target", challenge.targetName);
    fact("ntlm.computer", challenge.netbiosComputer);
    fact("ntlm.domain", challenge.netbiosDomain);
    fact("ntlm.dns_computer", challenge.dnsComputer);
    fact("ntlm.dns_domain", challenge.dnsDomain);
    fact("ntlm.dns_tree", challenge.dnsTree);
    if (challenge.build != 0)
        outcome.fact("ntlm.build", fmt::format("{}.{}.{}", challenge.major, challenge.minor, challenge.build));
    if (challenge.timestamp) outcome.fact("ntlm.clock", isoTime(*challenge.timestamp));
    return outcome;
}

}    // namespace

extern const Probe credentials_ntlm_information;
const Probe credentials_ntlm_information{.id = "credentials.ntlm_information",
                                         .phase = Phase::Credentials,
                                         .place = Place::Host,
                                         .needs = {"transport.session_start"},
                                         .run = run};

}    // namespace rdpmend::probes

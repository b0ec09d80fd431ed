// Reads: AllowEncryptionOracle; the CredSSP version that the host showed.  Finds: a host without the update of 2018
// (CVE-2018-0886), which an updated client refuses; a PC that was told to accept such hosts.
//
// 0 "force updated clients" and 1 "mitigated", the default, both refuse an old host; 2 "vulnerable" does not
// (Microsoft, "CredSSP updates for CVE-2018-0886"). Version 5 of TSRequest is the first with the update ([MS-CSSP]).
#include "core/base/text.h"
#include "core/machine/number_value.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint64_t firstUpdated = 5;
constexpr std::uint32_t vulnerable = 2;

std::string words(std::optional<std::uint32_t> setting)
{
    if (!setting) return "not set, which is \"mitigated\"";
    switch (*setting) {
    case 0: return "0, \"force updated clients\"";
    case 1: return "1, \"mitigated\"";
    case vulnerable: return "2, \"vulnerable\"";
    default: return std::to_string(*setting);
    }
}

Outcome run(ProbeContext& c)
{
    std::optional<std::uint32_t> setting;
    if (c.machine.present() && c.target.client == "this-pc") {
        const auto value = numberAt(c.machine, places::credSspParameters(), "AllowEncryptionOracle");
        if (!value) return Outcome::couldNotLook(value.error());
        setting = *value;
    }
    const auto version = parseNumber(c.outcome("credentials.ntlm_information").value("credssp.version"));
    if (!version && !setting) return Outcome::notApplicable("not_applicable.not_an_nla_host");

    std::vector<Evidence> evidence{{.key = "oracle.setting", .value = words(setting)}};
    if (version) evidence.push_back({.key = "credssp.version", .value = std::to_string(*version)});
    auto outcome = Outcome::healthy(evidence);
    if (setting == vulnerable)
        outcome.add(
            {.id = "credentials.encryption_oracle_vulnerable", .weight = Weight::Degrades, .evidence = evidence});
    if (version && *version < firstUpdated)
        outcome.add({.id = "credentials.host_credssp_old",
                     .weight = setting == vulnerable ? Weight::Degrades : Weight::Blocks,
                     .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe credentials_encryption_oracle;
const Probe credentials_encryption_oracle{.id = "credentials.encryption_oracle",
                                          .phase = Phase::Credentials,
                                          .place = Place::Network,
                                          .after = {"credentials.ntlm_information"},
                                          .run = run};

}    // namespace rdpmend::probes

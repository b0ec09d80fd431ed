// Reads: RestrictSendingNTLMTraffic, ClientAllowedNTLMServers, LmCompatibilityLevel.  Finds: NTLM forbidden on this PC
// while nothing else can sign in to this host; NTLM so old that hosts refuse it.
#include <algorithm>

#include "core/base/text.h"
#include "core/machine/number_value.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"
#include "core/probes/sign_in.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint32_t denyAll = 2;       // 1 only writes to the event log
constexpr std::uint32_t ntlmV2Only = 3;    // from here on no LM and NTLMv1; the default

std::vector<std::string> strings(const std::optional<RegistryValue>& value)
{
    if (!value || value->type != RegistryValue::multiSz) return {};
    return split(fromUtf16le(value->data), '\0');
}

Outcome run(ProbeContext& c)
{
    if (!signsInFirst(c)) return Outcome::notApplicable("not_applicable.not_an_nla_host");
    const auto restriction = numberAt(c.machine, places::ntlm(), "RestrictSendingNTLMTraffic");
    if (!restriction) return Outcome::couldNotLook(restriction.error());
    const auto exceptions = c.machine.registryValue(places::ntlm(), "ClientAllowedNTLMServers");
    if (!exceptions) return Outcome::couldNotLook(exceptions.error());
    const auto level = numberAt(c.machine, places::lsa(), "LmCompatibilityLevel");
    if (!level) return Outcome::couldNotLook(level.error());

    const auto shown = [](std::optional<std::uint32_t> value) { return value ? std::to_string(*value) : "not set"; };
    std::vector<Evidence> evidence{{.key = "ntlm.restriction", .value = shown(*restriction)},
                                   {.key = "ntlm.level", .value = shown(*level)}};
    auto outcome = Outcome::healthy(evidence);
    if (level->value_or(ntlmV2Only) < ntlmV2Only)
        outcome.add({.id = "credentials.old_ntlm_sent", .weight = Weight::Note, .evidence = evidence});

    // The list may have the short name of a host that was called by its long one.
    const auto& host = c.target.host.host;
    const auto shortName = isAddress(host) ? host : host.substr(0, host.find('.'));
    const bool excepted = std::ranges::any_of(strings(*exceptions), [&](const std::string& pattern) {
        return !pattern.empty() && (matchesWildcard(pattern, host) || matchesWildcard(pattern, shortName));
    });
    if (*restriction != denyAll || excepted) return outcome;
    const auto way = signInOf(c);
    if (!way) return Outcome::couldNotLook(way.error(), outcome.facts);
    const bool onlyNtlm = *way == SignIn::NtlmOnly;
    return outcome.add({.id = onlyNtlm ? "credentials.ntlm_forbidden" : "credentials.ntlm_forbidden_elsewhere",
                        .weight = onlyNtlm ? Weight::Blocks : Weight::Note,
                        .evidence = evidence});
}

}    // namespace

extern const Probe credentials_ntlm_policy;
const Probe credentials_ntlm_policy{.id = "credentials.ntlm_policy",
                                    .phase = Phase::Credentials,
                                    .place = Place::ThisPc,
                                    .after = {"credentials.ntlm_information", "credentials.nla"},
                                    .run = run};

}    // namespace rdpmend::probes

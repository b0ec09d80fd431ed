// Reads: the CredentialsDelegation policies.  Finds: a policy of this PC that keeps a typed or saved sign-in from this
// host.
//
// A list of refused servers wins over one of allowed servers. Which list of allowed servers counts depends on how the
// host proves who it is: Kerberos, or NTLM alone ("...WhenNTLMOnly"). A policy that is not set means Windows' default:
// typed sign-ins may go to every TERMSRV host, saved ones as well, except by NTLM from a PC in a domain; the sign-in of
// Windows itself goes nowhere (CredSsp.admx; learn.microsoft.com, "CredSSP Group Policy Settings").
#include "core/base/text.h"
#include "core/machine/number_value.h"
#include "core/machine/registry_places.h"
#include "core/probes/common.h"
#include "core/probes/sign_in.h"

namespace rdpmend::probes {
namespace {

// One kind of sign-in and the names of its policies; Windows shortens some of them.
struct Kind {
    const char* fact;
    const char *deny, *allow, *allowByNtlm;
    const char *addsDefault, *addsDefaultByNtlm;
    bool byDefault, byDefaultByNtlm;
};

// Whether a list has the host, or a sign-in may be sent to it; and which policy says so.
struct Answer {
    bool yes = false;
    std::string by{};
};

class Policies {
public:
    explicit Policies(const ProbeContext& c) : m_machine(c.machine), m_server("TERMSRV/" + c.target.host.host) {}

    // nullopt: not configured. A policy that is switched off has an empty list.
    Result<std::optional<Answer>> look(const char* policy) const
    {
        const auto on = numberAt(m_machine, localMachine(std::string(places::delegation)), policy);
        if (!on) return on.error();
        if (!*on) return std::optional<Answer>{};
        if (**on == 0) return std::optional(Answer{.by = std::string(policy) + " is off"});
        const auto list = m_machine.registryTree(localMachine(std::string(places::delegation) + '\\' + policy));
        if (!list) return list.error();
        if (*list)
            for (const auto& [name, value] : (*list)->values) {
                const auto pattern = value.asString().value_or("");
                if (matchesWildcard(pattern, m_server))
                    return std::optional(
                        Answer{.yes = true, .by = std::string(policy) + " has " + sanitise(pattern, 80)});
            }
        return std::optional(Answer{.by = std::string(policy) + " does not have this computer"});
    }

    Result<Answer> allowed(const char* policy, const char* addsDefault, bool byDefault) const
    {
        auto answer = look(policy);
        if (!answer) return answer.error();
        if (!*answer) return Answer{.yes = byDefault, .by = "Windows' default"};
        if ((*answer)->yes || !byDefault) return **answer;
        const auto adds = numberAt(m_machine, localMachine(std::string(places::delegation)), addsDefault);
        if (!adds) return adds.error();
        if (adds->value_or(0) != 0) return Answer{.yes = true, .by = "Windows' default"};
        return **answer;
    }

    Result<Answer> judge(const Kind& kind, SignIn way) const
    {
        const auto denied = look(kind.deny);
        if (!denied) return denied.error();
        if (*denied && (*denied)->yes) return Answer{.by = (*denied)->by};
        const auto kerberos = allowed(kind.allow, kind.addsDefault, kind.byDefault);
        if (!kerberos) return kerberos.error();
        const auto ntlm = allowed(kind.allowByNtlm, kind.addsDefaultByNtlm, kind.byDefaultByNtlm);
        if (!ntlm) return ntlm.error();
        if (way == SignIn::NtlmOnly || (way == SignIn::Unclear && ntlm->yes)) return *ntlm;
        return *kerberos;
    }

private:
    const MachineView& m_machine;
    std::string m_server;
};

Outcome run(ProbeContext& c)
{
    if (!signsInFirst(c)) return Outcome::notApplicable("not_applicable.not_an_nla_host");
    const auto way = signInOf(c);
    if (!way) return Outcome::couldNotLook(way.error());
    const auto membership = c.machine.membership();
    if (!membership) return Outcome::couldNotLook(membership.error());
    const bool outsideDomain = membership->joined != Joined::Domain;

    const Kind fresh{.fact = "delegation.fresh",
                     .deny = "DenyFreshCredentials",
                     .allow = "AllowFreshCredentials",
                     .allowByNtlm = "AllowFreshCredentialsWhenNTLMOnly",
                     .addsDefault = "ConcatenateDefaults_AllowFresh",
                     .addsDefaultByNtlm = "ConcatenateDefaults_AllowFreshNTLMOnly",
                     .byDefault = true,
                     .byDefaultByNtlm = true};
    const Kind saved{.fact = "delegation.saved",
                     .deny = "DenySavedCredentials",
                     .allow = "AllowSavedCredentials",
                     .allowByNtlm = "AllowSavedCredentialsWhenNTLMOnly",
                     .addsDefault = "ConcatenateDefaults_AllowSaved",
                     .addsDefaultByNtlm = "ConcatenateDefaults_AllowSavedNTLMOnly",
                     .byDefault = true,
                     .byDefaultByNtlm = outsideDomain};
    const Kind own{.fact = "delegation.own",
                   .deny = "DenyDefaultCredentials",
                   .allow = "AllowDefaultCredentials",
                   .allowByNtlm = "AllowDefCredentialsWhenNTLMOnly",
                   .addsDefault = "ConcatenateDefaults_AllowDefault",
                   .addsDefaultByNtlm = "ConcatenateDefaults_AllowDefNTLMOnly",
                   .byDefault = false,
                   .byDefaultByNtlm = false};

    const Policies policies(c);
    auto outcome = Outcome::healthy();
    for (const auto* kind : {&fresh, &saved, &own}) {
        const auto answer = policies.judge(*kind, *way);
        if (!answer) return Outcome::couldNotLook(answer.error());
        outcome.fact(kind->fact, (answer->yes ? "may be sent: " : "may not be sent: ") + answer->by, Privacy::Personal);
        if (answer->yes) continue;
        const std::vector<Evidence> evidence{
            {.key = "delegation.by", .value = answer->by, .privacy = Privacy::Personal}};
        if (kind == &fresh) outcome.add({.id = "credentials.fresh_not_delegated", .evidence = evidence});
        // Windows then asks for the password; in the way only when the reported code says so.
        if (kind == &saved && c.outcome("credentials.saved_password").has("credentials.saved_password_present"))
            outcome.add(
                {.id = "credentials.saved_not_delegated",
                 .weight = reportedPointsTo(c, "credentials.reported_delegation") ? Weight::Blocks : Weight::Note,
                 .evidence = evidence});
    }
    return outcome;
}

}    // namespace

extern const Probe credentials_delegation;
const Probe credentials_delegation{
    .id = "credentials.delegation",
    .phase = Phase::Credentials,
    .place = Place::ThisPc,
    .after = {"credentials.ntlm_information", "credentials.nla", "credentials.saved_password"},
    .run = run};

}    // namespace rdpmend::probes

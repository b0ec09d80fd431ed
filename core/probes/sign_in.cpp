#include "core/probes/sign_in.h"

#include "core/base/text.h"
#include "core/machine/number_value.h"
#include "core/machine/registry_places.h"

namespace rdpmend::probes {

Result<SignIn> signInOf(const ProbeContext& context)
{
    if (isAddress(context.target.host.host)) {
        // Windows 10 1507 and later can ask Kerberos for an address, when told so ("Configuring Kerberos for IP
        // Address", learn.microsoft.com).
        const auto tries = numberAt(context.machine, places::kerberosSettings(), "TryIPSPN");
        if (!tries) return tries.error();
        return tries->value_or(0) != 0 ? SignIn::Unclear : SignIn::NtlmOnly;
    }
    const auto membership = context.machine.membership();
    if (!membership) return membership.error();
    if (membership->entraJoined) return SignIn::Unclear;

    const auto& host = context.outcome("credentials.ntlm_information");
    const auto domain = host.value("ntlm.domain");
    const bool hostKnown = !domain.empty();
    const bool hostInWorkgroup = hostKnown && equalIgnoringCase(domain, host.value("ntlm.computer"));
    if (hostInWorkgroup) return SignIn::NtlmOnly;
    if (membership->joined == Joined::Domain) return SignIn::Kerberos;
    return SignIn::Unclear;    // an account "anna@example.org" can use Kerberos from a workgroup as well
}

bool signsInFirst(const ProbeContext& context)
{
    return context.target.nla && context.outcome("credentials.nla").value("nla.selected") != "no";
}

bool matchesWildcard(std::string_view pattern, std::string_view text)
{
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return equalIgnoringCase(pattern, text);
    const auto before = pattern.substr(0, star);
    const auto after = pattern.substr(star + 1);
    return text.size() >= before.size() + after.size() && startsWithIgnoringCase(text, before) &&
           equalIgnoringCase(text.substr(text.size() - after.size()), after);
}

}    // namespace rdpmend::probes

// What several probes of the sign-in need to know: whether Kerberos is possible at all, and Microsoft's wildcards.
#pragma once

#include <string_view>

#include "core/probes/probe.h"

namespace rdpmend::probes {

enum class SignIn : std::uint8_t {
    Kerberos,    // this PC and a host with a name are in domains
    NtlmOnly,    // an address, or a workgroup on either side that leaves nothing else
    Unclear,     // Entra ID, addresses allowed in Kerberos, or a host of a domain seen from a PC outside one
};
// After credentials.ntlm_information. As this PC can tell; whether a domain controller answers is not asked.
Result<SignIn> signInOf(const ProbeContext& context);

// Whether the host signs callers in before it shows anything (NLA). Unknown, as through a gateway, counts as yes.
bool signsInFirst(const ProbeContext& context);

// One '*' stands for any characters; case does not matter ("TERMSRV/*.example.org").
bool matchesWildcard(std::string_view pattern, std::string_view text);

}    // namespace rdpmend::probes

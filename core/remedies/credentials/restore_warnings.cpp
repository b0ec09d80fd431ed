// Cures: credentials.warnings_silenced.  Changes: removes AuthenticationLevelOverride where it is, HKCU or HKLM.
// Undo: exact. Raises security: mstsc warns again before it talks to a host that cannot prove who it is.
#include "core/remedies/common.h"

namespace rdpmend::remedies {

constexpr auto overrideValue = "AuthenticationLevelOverride";

static Result<Proposal> propose(const RemedyContext& context)
{
    return removeValue(context.machine,
                       {clientKey(Hive::CurrentUser), clientKey(Hive::LocalMachine, View::Registry64),
                        clientKey(Hive::LocalMachine, View::Registry32)},
                       overrideValue, "already_so");
}

extern const Remedy credentials_restore_warnings;
const Remedy credentials_restore_warnings{
    .number = "F304",
    .id = "credentials.restore_warnings",
    .cures = {"credentials.warnings_silenced"},
    .complaints = {"credentials.warnings_silenced"},
    .places = {{{.key = R"(SOFTWARE\Microsoft\Terminal Server Client)", .value = overrideValue}}},
    .disruption = 1,
    .propose = propose};

}    // namespace rdpmend::remedies

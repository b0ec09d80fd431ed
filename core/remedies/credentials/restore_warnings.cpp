// Cures: credentials.warnings_silenced.  Changes: removes AuthenticationLevelOverride where it is, HKCU or HKLM.
// Undo: exact. Raises security: mstsc warns again before it talks to a host that cannot prove who it is.
#include "core/machine/registry_places.h"
#include "core/remedies/common.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    return removeValue(context.machine,
                       {places::client(Hive::CurrentUser), places::client(Hive::LocalMachine, View::Registry64),
                        places::client(Hive::LocalMachine, View::Registry32)},
                       places::warningsOverride, "already_so");
}

extern const Remedy credentials_restore_warnings;
const Remedy credentials_restore_warnings{
    .number = "F304",
    .id = "credentials.restore_warnings",
    .cures = {"credentials.warnings_silenced"},
    .complaints = {"credentials.warnings_silenced"},
    .places = {{{.key = places::machinesClient, .value = places::warningsOverride}}},
    .disruption = 1,
    .propose = propose};

}    // namespace rdpmend::remedies

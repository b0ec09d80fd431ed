// Cures: credentials.saved_password_suspect.  Changes: the saved credential of this one host.  Undo: impossible,
// Windows does not give the password back. Therefore only after F303 has shown that a typed password works.
#include <algorithm>

#include "core/base/text.h"
#include "core/remedies/common.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    const auto target = credentialTarget(context.target);
    const auto saved = context.machine.savedCredentials(target);
    if (!saved) return saved.error();
    const bool there = std::ranges::any_of(
        *saved, [&target](const SavedCredential& entry) { return equalIgnoringCase(entry.target, target); });
    if (!there) return withheld("nothing_saved");
    return Proposal{.changes = {SetSavedCredential{.target = target}}};
}

extern const Remedy credentials_forget_saved_password;
const Remedy credentials_forget_saved_password{.number = "F301",
                                               .id = "credentials.forget_saved_password",
                                               .cures = {"credentials.saved_password_suspect"},
                                               .complaints = {"credentials.saved_password"},
                                               .reversal = Reversal::Impossible,
                                               .disruption = 3,
                                               .onlyAfter = "F303",
                                               .propose = propose};

}    // namespace rdpmend::remedies

// Cures: a wrong user name offered by mstsc.  Changes: HKCU, the last user name of this one host.  Undo: exact.
#include "core/remedies/common.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    return removeValue(context.machine, serverKeys(context.target), "UsernameHint", "nothing_saved");
}

extern const Remedy credentials_forget_user_name_hint;
const Remedy credentials_forget_user_name_hint{.number = "F302",
                                               .id = "credentials.forget_user_name_hint",
                                               .complaints = {"credentials.user_name_hint"},
                                               .disruption = 1,
                                               .propose = propose};

}    // namespace rdpmend::remedies

// Cures: certificates.remembered_changed.  Changes: HKCU, the remembered certificate of this one host.  Undo: exact.
// mstsc asks again at the next connection and remembers the certificate that the host has now.
#include "core/remedies/common.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    return removeValue(context.machine, serverKeys(context.target), "CertHash", "nothing_saved");
}

extern const Remedy certificates_forget_remembered;
const Remedy certificates_forget_remembered{.number = "F204",
                                            .id = "certificates.forget_remembered",
                                            .cures = {"certificates.remembered_changed"},
                                            .complaints = {"certificates.remembered"},
                                            .disruption = 1,
                                            .propose = propose};

}    // namespace rdpmend::remedies

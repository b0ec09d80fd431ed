// A test, not a cure: does it work with a password that is typed?  Changes: one .rdp file in the program's own folder,
// which asks for the password.  Undo: exact, the file goes away. Settings of the person's own .rdp file are kept.
#include "core/remedies/connection_file.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    auto file = connectionFile(context.machine, context.target, "Ask for the password", /*asksForPassword=*/true);
    if (!file) return file.error();
    return Proposal{.changes = {*std::move(file)}};
}

extern const Remedy credentials_ask_every_time;
const Remedy credentials_ask_every_time{
    .number = "F303",
    .id = "credentials.ask_every_time",
    .cures = {"credentials.saved_password_suspect", "credentials.nla_required", "credentials.delegation_blocked"},
    .test = true,
    .propose = propose};

}    // namespace rdpmend::remedies

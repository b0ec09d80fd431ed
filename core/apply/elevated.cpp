#include "core/apply/elevated.h"

namespace rdpmend {

constexpr std::int64_t errorCancelled = 1223;    // winerror.h: what ShellExecuteExW says of a declined prompt

Error consentDeclined()
{
    return {.domain = Domain::Cancelled, .code = errorCancelled, .doing = "ask for an administrator's consent"};
}

bool isDeclined(const Error& error)
{
    return error.domain == Domain::Cancelled && error.code == errorCancelled;
}

}    // namespace rdpmend

#include "core/windows/session.h"

#include <array>
#include <memory>

#include <windows.h>

#include <sddl.h>
#include <wtsapi32.h>

#include "core/windows/handle.h"
#include "core/windows/registry.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

// "Detecting the Remote Desktop Services environment", Microsoft Learn: with RemoteFX the metric does not tell; there
// every session but the one at the glass is remote.
Result<bool> isRemote(DWORD session)
{
    if (GetSystemMetrics(SM_REMOTESESSION) != 0) return true;
    const auto glass = readValue(
        {.hive = Hive::LocalMachine, .path = R"(SYSTEM\CurrentControlSet\Control\Terminal Server)"}, "GlassSessionId");
    if (!glass) return glass.error();
    const auto number = *glass ? (*glass)->asDword() : std::nullopt;
    return number && *number != session;
}

Result<std::string> clientName()
{
    constexpr auto library = L"wtsapi32.dll";
    const auto query = systemFunction<decltype(WTSQuerySessionInformationW)>(library, "WTSQuerySessionInformationW");
    if (!query) return query.error();
    const auto release = systemFunction<decltype(WTSFreeMemory)>(library, "WTSFreeMemory");
    if (!release) return release.error();
    wchar_t* text = nullptr;
    DWORD size = 0;
    if (!(*query)(WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTSClientName, &text, &size))
        return lastError("read the name of the client PC");
    const std::unique_ptr<wchar_t, decltype(*release)> owner(text, *release);
    return text ? shown(text) : std::string();
}

template <class T>
Result<T> tokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS what, const char* doing)
{
    T value{};
    DWORD size = 0;
    if (!GetTokenInformation(token, what, &value, sizeof value, &size)) return lastError(doing);
    return value;
}

struct UserOfToken {
    TOKEN_USER user{};
    std::array<std::uint8_t, SECURITY_MAX_SID_SIZE> sid{};    // `user` points into it
};

Result<std::string> accountName(PSID sid)
{
    std::array<wchar_t, 257> name{};    // UNLEN and DNLEN are 256 and 15
    std::array<wchar_t, 257> domain{};
    auto nameSize = static_cast<DWORD>(name.size());
    auto domainSize = static_cast<DWORD>(domain.size());
    SID_NAME_USE use{};
    if (!LookupAccountSidW(nullptr, sid, name.data(), &nameSize, domain.data(), &domainSize, &use))
        return lastError("read the name of the account");
    const auto who = shown({name.data(), nameSize});
    return domainSize == 0 ? who : shown({domain.data(), domainSize}) + '\\' + who;
}

Status addUser(HANDLE token, SessionState& state)
{
    const auto user = std::make_unique<UserOfToken>();
    DWORD size = 0;
    if (!GetTokenInformation(token, TokenUser, user.get(), sizeof *user, &size))
        return lastError("read whose program this is");
    auto name = accountName(user->user.User.Sid);
    if (!name) return name.error();
    wchar_t* text = nullptr;
    if (!ConvertSidToStringSidW(user->user.User.Sid, &text)) return lastError("read the SID of the account");
    state.userSid = shown(LocalMemory<wchar_t>(text).get());
    state.user = *std::move(name);
    return ok();
}

// nullptr: what this thread runs as.
Result<bool> isAdministrator(HANDLE token)
{
    std::array<std::uint8_t, SECURITY_MAX_SID_SIZE> administrators{};
    auto size = static_cast<DWORD>(administrators.size());
    BOOL member = FALSE;
    if (!CreateWellKnownSid(WinBuiltinAdministratorsSid, nullptr, administrators.data(), &size) ||
        !CheckTokenMembership(token, administrators.data(), &member))
        return lastError("look whether the account is an administrator's");
    return member != FALSE;
}

// An administrator who did not say yes to the prompt has the group in the linked token only.
Result<bool> mayBecomeAdministrator(HANDLE token)
{
    const auto is = isAdministrator(nullptr);
    if (!is || *is) return is;
    const auto type = tokenInformation<TOKEN_ELEVATION_TYPE>(token, TokenElevationType, "read the kind of elevation");
    if (!type) return type.error();
    if (*type != TokenElevationTypeLimited) return false;
    const auto linked = tokenInformation<TOKEN_LINKED_TOKEN>(token, TokenLinkedToken, "read the elevated half");
    if (!linked) return linked.error();
    return isAdministrator(FileHandle(linked->LinkedToken).get());
}

}    // namespace

Result<SessionState> sessionState()
{
    SessionState state;
    DWORD id = 0;
    if (!ProcessIdToSessionId(GetCurrentProcessId(), &id)) return lastError("read the number of the session");
    state.id = id;
    const auto remote = isRemote(id);
    if (!remote) return remote.error();
    state.remote = *remote;
    if (state.remote) {
        auto name = clientName();
        if (!name) return name.error();
        state.clientName = *std::move(name);
    }
    HANDLE opened = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &opened))
        return lastError("open the token of this program");
    const FileHandle token(opened);
    if (auto status = addUser(token.get(), state); !status) return status.error();
    const auto elevation =
        tokenInformation<TOKEN_ELEVATION>(token.get(), TokenElevation, "look whether it is elevated");
    if (!elevation) return elevation.error();
    state.elevated = elevation->TokenIsElevated != 0;
    const auto administrator = mayBecomeAdministrator(token.get());
    if (!administrator) return administrator.error();
    state.administrator = *administrator;
    return state;
}

}    // namespace rdpmend::windows

#include "core/windows/process.h"

#include <array>

#include <windows.h>

#include <sddl.h>

#include "core/base/bytes.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr DWORD enough = PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE;

Result<FileHandle> tokenOf(void* process, DWORD access, const std::string& doing)
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(process, access, &token)) return lastError(doing);
    return FileHandle(token);
}

// Administrators have it and do not use it until they ask (SE_DEBUG_NAME). The person at the screen and the
// administrator who typed a password for them are two people.
void enableDebugPrivilege(bool enable)
{
    const auto token = tokenOf(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, {});
    TOKEN_PRIVILEGES privileges{.PrivilegeCount = 1, .Privileges = {}};
    privileges.Privileges[0].Attributes = enable ? SE_PRIVILEGE_ENABLED : 0;
    if (token && LookupPrivilegeValueW(nullptr, L"SeDebugPrivilege", &privileges.Privileges[0].Luid))
        AdjustTokenPrivileges(token->get(), FALSE, &privileges, sizeof privileges, nullptr, nullptr);
}

}    // namespace

Result<FileHandle> openProcess(DWORD id)
{
    FileHandle process(OpenProcess(enough, FALSE, id));
    if (!process && GetLastError() == ERROR_ACCESS_DENIED) {
        enableDebugPrivilege(true);
        process.reset(OpenProcess(enough, FALSE, id));
        const DWORD error = GetLastError();
        enableDebugPrivilege(false);
        SetLastError(error);
    }
    if (!process) return lastError("open the process " + std::to_string(id));
    return process;
}

Result<std::string> userOf(void* process)
{
    const std::string doing = "find out whose the process is";
    const auto token = tokenOf(process, TOKEN_QUERY, doing);
    if (!token) return token.error();
    alignas(TOKEN_USER) std::array<std::uint8_t, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> user{};
    DWORD size = 0;
    if (!GetTokenInformation(token->get(), TokenUser, user.data(), static_cast<DWORD>(user.size()), &size))
        return lastError(doing);
    wchar_t* text = nullptr;
    if (!ConvertSidToStringSidW(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid, &text))
        return lastError(doing);
    return fromWide(LocalMemory<wchar_t>(text).get());
}

Result<DWORD> sessionOf(DWORD processId)
{
    DWORD session = 0;
    if (!ProcessIdToSessionId(processId, &session)) return lastError("find out the session of a process");
    return session;
}

std::string ownProgram()
{
    std::wstring path(512, L'\0');
    for (;;) {
        const DWORD length = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
        if (length < path.size()) return shown(path.substr(0, length));
        path.resize(path.size() * 2);
    }
}

}    // namespace rdpmend::windows

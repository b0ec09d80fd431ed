#include "core/windows/protected_folder.h"

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include "core/base/text.h"
#include "core/windows/files.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr DWORD writes = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES |
                         FILE_DELETE_CHILD | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;

struct Security {
    LocalMemory<void> descriptor;
    PSID owner = nullptr;
    PACL dacl = nullptr;
};

Result<Security> securityOf(void* folder, const std::string& doing)
{
    Security out;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const DWORD status = GetSecurityInfo(folder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                         &out.owner, nullptr, &out.dacl, nullptr, &descriptor);
    if (status != ERROR_SUCCESS) return win32Error(status, doing);
    out.descriptor.reset(descriptor);
    return out;
}

bool isWellKnown(PSID sid, WELL_KNOWN_SID_TYPE kind)
{
    return IsWellKnownSid(sid, kind) != FALSE;
}

bool isTrusted(PSID sid, PSID ownerAbove)
{
    return isWellKnown(sid, WinLocalSystemSid) || isWellKnown(sid, WinBuiltinAdministratorsSid) ||
           EqualSid(sid, ownerAbove) != FALSE;
}

bool othersMayWrite(PACL dacl, PSID ownerAbove)
{
    if (!dacl) return true;
    for (DWORD i = 0; i < dacl->AceCount; ++i) {
        void* entry = nullptr;
        if (!GetAce(dacl, i, &entry)) return true;
        const auto* header = static_cast<const ACE_HEADER*>(entry);
        const bool counts = header->AceType != ACCESS_DENIED_ACE_TYPE && (header->AceFlags & INHERIT_ONLY_ACE) == 0;
        if (!counts) continue;
        if (header->AceType != ACCESS_ALLOWED_ACE_TYPE) return true;    // a kind whose rights stand elsewhere
        auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        if ((allowed->Mask & writes) != 0 && !isTrusted(&allowed->SidStart, ownerAbove)) return true;
    }
    return false;
}

Result<FileHandle> openFolder(const std::wstring& path, const std::string& doing)
{
    // Without FILE_SHARE_DELETE: it stays where it is.
    FileHandle folder(orNull(CreateFileW(path.c_str(), READ_CONTROL | FILE_READ_ATTRIBUTES | FILE_LIST_DIRECTORY,
                                         FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                                         FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr)));
    if (!folder) return lastError(doing);
    BY_HANDLE_FILE_INFORMATION about{};
    if (!GetFileInformationByHandle(folder.get(), &about)) return lastError(doing);
    const DWORD kind = about.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT);
    if (kind != FILE_ATTRIBUTE_DIRECTORY)
        return refusal("Nothing was changed: " + sanitise(shown(path), 512) +
                       " is not a folder but leads somewhere else.");
    return folder;
}

Status make(const std::wstring& path, const std::string& doing)
{
    const auto sddl = toWide(protectedSddl);
    if (!sddl) return sddl.error();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl->c_str(), SDDL_REVISION_1, &descriptor, nullptr))
        return lastError(doing);
    const LocalMemory<void> owner(descriptor);
    SECURITY_ATTRIBUTES attributes{
        .nLength = sizeof attributes, .lpSecurityDescriptor = descriptor, .bInheritHandle = FALSE};
    if (!CreateDirectoryW(path.c_str(), &attributes) && GetLastError() != ERROR_ALREADY_EXISTS) return lastError(doing);
    return ok();
}

}    // namespace

const char* const protectedSddl = "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

Result<ProtectedFolder> protectedFolder(const std::string& above, const std::string& name)
{
    const std::string path = above + '\\' + name;
    const std::string doing = "make the folder " + sanitise(path, 512);
    const auto whole = wholePath(path);
    const auto wholeAbove = wholePath(above);
    if (!whole) return whole.error();
    if (!wholeAbove) return wholeAbove.error();
    const auto holder = openFolder(*wholeAbove, doing);
    if (!holder) return holder.error();
    const auto trusted = securityOf(holder->get(), doing);
    if (!trusted) return trusted.error();

    if (auto made = make(*whole, doing); !made) return made.error();
    auto folder = openFolder(*whole, doing);
    if (!folder) return folder.error();
    const auto security = securityOf(folder->get(), doing);
    if (!security) return security.error();
    if (!isTrusted(security->owner, trusted->owner) || othersMayWrite(security->dacl, trusted->owner))
        return refusal("Nothing was changed: somebody else than the administrators may write in " +
                       sanitise(path, 512) + "; delete the folder and try again.");
    return ProtectedFolder{.path = path, .held = *std::move(folder)};
}

}    // namespace rdpmend::windows

#include "core/windows/folders.h"

#include <algorithm>

#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include "core/base/text.h"
#include "core/machine/limits.h"
#include "core/windows/error.h"
#include "core/windows/files.h"
#include "core/windows/handle.h"
#include "core/windows/system_tools.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

bool isAbsent(const Error& error)
{
    return error.domain == Domain::Win32 && (error.code == ERROR_FILE_NOT_FOUND || error.code == ERROR_PATH_NOT_FOUND);
}

Status addFilesOf(const std::string& folder, std::vector<std::string>& files)
{
    auto pattern = wholePath(folder);
    if (!pattern && pattern.error().domain == Domain::Internal) return ok();    // the folder lies on another computer
    if (!pattern) return pattern.error();
    *pattern += L"\\*.rdp";
    WIN32_FIND_DATAW entry{};
    const SearchHandle search(orNull(FindFirstFileW(pattern->c_str(), &entry)));
    if (!search) {
        auto error = lastError("list the .rdp files in " + sanitise(folder, 512));
        if (isAbsent(error)) return ok();
        return error;
    }
    do {
        // A name that is no text cannot be asked for again; *.rdp finds old short names too.
        const auto name = fromWide(entry.cFileName);
        const bool isFile = (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
        if (isFile && name && toLower(*name).ends_with(".rdp")) files.push_back(folder + '\\' + *name);
    } while (files.size() < mostRemoteDesktopFiles && FindNextFileW(search.get(), &entry));
    return ok();
}

}    // namespace

Result<std::string> knownFolder(const GUID& id, const char* name)
{
    wchar_t* path = nullptr;
    const HRESULT status = SHGetKnownFolderPath(id, KF_FLAG_DEFAULT, nullptr, &path);
    const TaskMemory<wchar_t> owner(path);    // also when it failed
    if (FAILED(status)) return hresultError(status, std::string("find the folder ") + name);
    return fromWide(path);
}

Result<std::vector<std::string>> remoteDesktopFiles()
{
    struct Folder {
        const KNOWNFOLDERID& id;
        const char* name;
    };
    std::vector<std::string> files;
    for (const auto& [id, name] : {Folder{FOLDERID_Documents, "Documents"}, Folder{FOLDERID_Desktop, "Desktop"},
                                   Folder{FOLDERID_Downloads, "Downloads"}}) {
        const auto folder = knownFolder(id, name);
        if (!folder && isAbsent(folder.error())) continue;
        if (!folder) return folder.error();
        if (auto status = addFilesOf(*folder, files); !status) return status.error();
    }
    std::ranges::sort(files, {}, toLower);
    return files;
}

Result<std::string> hostsFile()
{
    const auto folder = systemFolder();
    if (!folder) return folder.error();
    const auto system = fromWide(*folder);
    if (!system) return system.error();
    const auto content = readFile(*system + R"(\drivers\etc\hosts)");
    if (!content) return content.error();
    return toText(content->value_or(Bytes{}));
}

Result<std::string> ownFolder()
{
    auto folder = knownFolder(FOLDERID_LocalAppData, "LocalAppData");
    if (!folder) return folder.error();
    *folder += "\\rdpmend";
    const auto path = wholePath(*folder);
    if (!path) return path.error();
    if (!CreateDirectoryW(path->c_str(), nullptr) && GetLastError() != ERROR_ALREADY_EXISTS)
        return lastError("make the folder " + sanitise(*folder, 512));
    return folder;
}

}    // namespace rdpmend::windows

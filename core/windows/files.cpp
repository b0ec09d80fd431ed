#include "core/windows/files.h"

#include <array>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/machine/limits.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::wstring_view verbatim = LR"(\\?\)";

bool isDrivePath(std::wstring_view path)
{
    const auto isLetter = [](wchar_t c) { return (c >= L'a' && c <= L'z') || (c >= L'A' && c <= L'Z'); };
    return path.size() > 3 && isLetter(path[0]) && path[1] == L':' && (path[2] == L'\\' || path[2] == L'/') &&
           path.find_first_of(L":*?<>|\"", 2) == std::wstring_view::npos;
}

bool isAbsent(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

Status fill(const std::wstring& path, const Bytes& content, const std::string& doing)
{
    const FileHandle file(
        orNull(CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr)));
    if (!file) return lastError(doing);
    DWORD written = 0;
    if (!::WriteFile(file.get(), content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
        !FlushFileBuffers(file.get()))
        return lastError(doing);
    if (written != content.size()) return win32Error(ERROR_DISK_FULL, doing);
    return ok();
}

// ReplaceFileW and not MoveFileExW alone: the file keeps who may use it, its attributes, and the mark that says it came
// from the Internet.
Status moveOver(const std::wstring& from, const std::wstring& to, const std::string& doing)
{
    if (!ReplaceFileW(to.c_str(), from.c_str(), nullptr, 0, nullptr, nullptr)) {
        if (!isAbsent(GetLastError()) || !MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH))
            return lastError(doing);
        return ok();
    }
    const FileHandle file(orNull(CreateFileW(to.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                             OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr)));
    if (!file || !FlushFileBuffers(file.get())) return lastError(doing);
    return ok();
}

}    // namespace

Result<std::wstring> wholePath(std::string_view path)
{
    auto wide = toWide(path);
    if (!wide) return wide.error();
    if (wide->starts_with(verbatim)) wide->erase(0, verbatim.size());
    const auto notUsable = [path] {
        return refusal("\"" + sanitise(path) + "\" is not the whole path of a file on this PC.");
    };
    if (!isDrivePath(*wide) || GetDriveTypeW(wide->substr(0, 3).c_str()) == DRIVE_REMOTE) return notUsable();

    std::wstring full(wide->size() + 1, L'\0');
    for (;;) {
        const DWORD length = GetFullPathNameW(wide->c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr);
        if (length == 0) return lastError("find the file " + sanitise(path, 512));
        const bool fits = length < full.size();
        full.resize(length);
        if (fits) break;
    }
    if (!isDrivePath(full)) return notUsable();    // "C:\\x\\con" is a device
    return std::wstring(verbatim) + full;
}

Result<std::optional<Bytes>> readFile(std::string_view path, std::size_t atMost)
{
    const auto doing = "read " + sanitise(path, 512);
    const auto whole = wholePath(path);
    if (!whole) return whole.error();
    const FileHandle file(
        orNull(CreateFileW(whole->c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                           nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr)));
    if (!file && isAbsent(GetLastError())) return std::optional<Bytes>{};
    if (!file) return lastError(doing);

    Bytes content(atMost + 1);
    DWORD size = 0;
    if (!::ReadFile(file.get(), content.data(), static_cast<DWORD>(content.size()), &size, nullptr))
        return lastError(doing);
    if (size > atMost)
        return refusal(sanitise(path, 512) + " is larger than " + std::to_string(atMost / 1024) +
                       " KiB, which is more than is read.");
    content.resize(size);
    return std::optional(std::move(content));
}

Result<Change> current(WriteFile like)
{
    auto content = readFile(like.path);
    if (!content) return content.error();
    like.content = *std::move(content);
    if (!like.content) return Change(std::move(like));

    const auto whole = wholePath(like.path);
    if (!whole) return whole.error();
    WIN32_FIND_DATAW entry{};
    const SearchHandle search(orNull(FindFirstFileW(whole->c_str(), &entry)));
    if (!search) return lastError("find the file " + place(like));
    const auto name = fromWide(entry.cFileName);
    if (!name) return name.error();
    like.path.replace(like.path.find_last_of("\\/") + 1, std::string::npos, *name);
    return Change(std::move(like));
}

Status perform(const WriteFile& change)
{
    const auto doing = "write " + place(change);
    if (change.content && change.content->size() > largestFile)
        return refusal("A file larger than 64 KiB is not written.");
    const auto whole = wholePath(change.path);
    if (!whole) return whole.error();
    // Written beside and moved over: whoever reads meanwhile, and a power cut, find the old file or the new one.
    const auto beside = *whole + L".rdpmend-new";
    if (!DeleteFileW(beside.c_str()) && !isAbsent(GetLastError()))    // of a write that was cut short
        return lastError("delete what is left beside " + place(change));
    if (!change.content) {
        if (DeleteFileW(whole->c_str()) || isAbsent(GetLastError())) return ok();
        return lastError("delete " + place(change));
    }
    auto status = fill(beside, *change.content, doing);
    if (status) status = moveOver(beside, *whole, doing);
    if (!status) DeleteFileW(beside.c_str());
    return status;
}

}    // namespace rdpmend::windows

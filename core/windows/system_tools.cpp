#include "core/windows/system_tools.h"

#include <array>

#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {

Result<std::wstring> systemFolder()
{
    std::array<wchar_t, MAX_PATH> folder{};
    const UINT length = GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
    if (length == 0 || length >= folder.size()) return lastError("find the folder of Windows");
    return std::wstring(folder.data(), length);
}

Status startSystemTool(std::wstring_view name, const std::wstring& arguments)
{
    const auto folder = systemFolder();
    if (!folder) return folder.error();
    const auto program = *folder + L'\\' + std::wstring(name);
    auto commandLine = L'"' + program + L"\" " + arguments;    // CreateProcessW writes into it
    STARTUPINFOW startup{.cb = sizeof(STARTUPINFOW)};
    PROCESS_INFORMATION process{};
    if (!CreateProcessW(program.c_str(), commandLine.data(), nullptr, nullptr, FALSE, 0, nullptr, folder->c_str(),
                        &startup, &process))
        return lastError("start " + shown(program));
    const FileHandle running(process.hProcess);
    const FileHandle thread(process.hThread);
    return ok();
}

}    // namespace rdpmend::windows

#include "core/windows/remote_desktop.h"

#include <windows.h>

#include "core/base/text.h"
#include "core/windows/error.h"
#include "core/windows/files.h"
#include "core/windows/system_tools.h"

namespace rdpmend::windows {

Status startRemoteDesktop(std::string_view rdpFile)
{
    auto path = wholePath(rdpFile);    // no quote can be in it
    if (!path) return path.error();
    if (!toLower(rdpFile).ends_with(".rdp"))
        return refusal("\"" + sanitise(rdpFile) + "\" is no .rdp file, so it is not given to Remote Desktop.");
    const DWORD attributes = GetFileAttributesW(path->c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return lastError("find " + sanitise(rdpFile));
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
        return refusal("\"" + sanitise(rdpFile) + "\" is a folder, so it is not given to Remote Desktop.");
    path->erase(
        0, std::wstring_view(LR"(\\?\)").size());    // a spelling for the calls of Windows, not for people's programs
    return startSystemTool(L"mstsc.exe", L'"' + *path + L'"');
}

}    // namespace rdpmend::windows

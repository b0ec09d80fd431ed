// Programs that come with Windows. The only place that starts one, apart from the starter of the broker: always by the
// absolute path in System32, never by a name that is searched for and never through a shell.
// tests/lint/starts_programs.py sees to it.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace rdpmend::windows {

Result<std::wstring> systemFolder();    // "C:\Windows\System32", whatever the environment says

// Starts System32\NAME with arguments that are quoted as it wants them, and does not wait for it. It gets none of our
// handles, and System32 as its current folder.
Status startSystemTool(std::wstring_view name, const std::wstring& arguments);

}    // namespace rdpmend::windows

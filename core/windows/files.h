// Small files on this PC's own disks, whole: read at once, replaced at once.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/change.h"

namespace rdpmend::windows {

// The spelling that Windows takes without a limit of its length ("\\\\?\\C:\\..."). Refuses what is relative, on
// another computer, a device, a stream beside a file, or has a wildcard in it.
Result<std::wstring> wholePath(std::string_view path);
Result<std::optional<Bytes>> readFile(std::string_view path);    // at most 64 KiB; nullopt: does not exist
Result<Change> current(WriteFile like);
Status perform(const WriteFile& change);

}    // namespace rdpmend::windows

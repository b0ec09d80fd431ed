// Small files on this PC's own disks, whole: read at once, replaced at once.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/machine/limits.h"
#include "core/model/change.h"

namespace rdpmend::windows {

// The spelling that Windows takes without a limit of its length ("\\\\?\\C:\\..."). Refuses what is relative, on
// another computer, a device, a stream beside a file, or has a wildcard in it.
Result<std::wstring> wholePath(std::string_view path);
// nullopt: does not exist. An Error when it is larger than `atMost` bytes.
Result<std::optional<Bytes>> readFile(std::string_view path, std::size_t atMost = largestFile);
Result<Change> current(WriteFile like);
Status perform(const WriteFile& change);

}    // namespace rdpmend::windows

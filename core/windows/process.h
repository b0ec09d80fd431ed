// Other processes of this PC: who they are, and when they end.
#pragma once

#include <string>

#include "core/windows/error.h"
#include "core/windows/handle.h"

namespace rdpmend::windows {

// To ask who it is and to wait for its end. An administrator may open the processes of others too.
Result<FileHandle> openProcess(DWORD id);
Result<std::string> userOf(void* process);    // SID, "S-1-5-21-..."
Result<DWORD> sessionOf(DWORD processId);
std::string ownProgram();    // absolute path of the running program

}    // namespace rdpmend::windows

#include "app/broker/machine_journal.h"

#include <windows.h>

#include <knownfolders.h>

#include "core/windows/folders.h"
#include "core/windows/protected_folder.h"

namespace rdpmend {
namespace {

constexpr auto ours = "rdpmend";
constexpr auto state = "State";
constexpr auto file = "\\machine.db";

// Never ProgramData: everybody may make folders there, and be first.
Result<std::string> programFiles()
{
    return windows::knownFolder(FOLDERID_ProgramFiles, "Program Files");
}

}    // namespace

Result<std::unique_ptr<Journal>> openMachineJournal()
{
    const auto above = programFiles();
    if (!above) return above.error();
    static windows::ProtectedFolder program;
    static windows::ProtectedFolder folder;
    auto made = windows::protectedFolder(*above, ours);
    if (!made) return made.error();
    program = *std::move(made);
    made = windows::protectedFolder(program.path, state);
    if (!made) return made.error();
    folder = *std::move(made);
    return Journal::open(folder.path + file);
}

Result<std::unique_ptr<Journal>> readMachineJournal()
{
    const auto above = programFiles();
    if (!above) return above.error();
    return Journal::open(*above + '\\' + ours + '\\' + state + file, /*readOnly=*/true);
}

}    // namespace rdpmend

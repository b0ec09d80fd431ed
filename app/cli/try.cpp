// try: opens Remote Desktop, the client of Windows itself.
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/base/text.h"
#include "core/engine/try_connection.h"

namespace rdpmend::cli {

ExitStatus tryOut(const TryArguments& arguments, Terminal& terminal)
{
    if (!arguments.target.target.empty() && !arguments.target.rdpFile.empty())
        return terminal.complain("Say either a TARGET or --rdp FILE: the file names its computer itself."), badUsage;
    auto target = readTarget(arguments.target, Facts::builtIn());
    if (!target) return terminal.complain(target.error()), badUsage;
    auto machine = openMachine(arguments.place);
    if (!machine) return terminal.complain(machine.error()), badUsage;
    const auto file = tryConnection(**machine, *target);
    if (!file) return terminal.complain(file.error()), fileTrouble;
    terminal.say("Remote Desktop was opened with " + sanitise(*file, 512) + ".");
    return allWell;
}

}    // namespace rdpmend::cli

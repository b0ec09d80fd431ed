#include "core/engine/try_connection.h"

#include "core/remedies/connection_file.h"

namespace rdpmend {

static Result<std::string> fileFor(Machine& machine, const Target& target)
{
    if (target.rdpFile) return *target.rdpFile;
    const auto file = remedies::connectionFile(machine, target, "Try", /*asksForPassword=*/false);
    if (!file) return file.error();
    const auto written = machine.perform(*file, Deadline::in(std::chrono::seconds(10)));
    if (!written) return written.error();
    return file->path;
}

Result<std::string> tryConnection(Machine& machine, const Target& target)
{
    if (!machine.present()) return refusal("Remote Desktop can be tried on a Windows PC only, and this is none.");
    auto file = fileFor(machine, target);
    if (!file) return file;
    if (const auto started = machine.startRemoteDesktop(*file); !started) return started.error();
    return file;
}

}    // namespace rdpmend

// Reads: the .rdp file in use, or else the person's .rdp files.  Says: which of them name this host, and settings in
// them that decide how the connection is made.
#include "core/base/text.h"
#include "core/probes/common.h"
#include "core/protocol/rdp_file.h"

namespace rdpmend::probes {
namespace {

constexpr std::size_t filesRead = 50;

void tell(Outcome& outcome, const std::string& path, const protocol::RdpFile& file)
{
    outcome.fact("rdp_file.path", sanitise(path), Privacy::Personal);
    for (const auto* name :
         {"authentication level", "enablecredsspsupport", "gatewayusagemethod", "prompt for credentials"})
        if (const auto number = file.number(name))
            outcome.fact(std::string("rdp_file.") + name, std::to_string(*number));
}

Outcome run(ProbeContext& c)
{
    auto outcome = Outcome::healthy();
    std::vector<std::string> paths;
    if (c.target.rdpFile) {
        paths.push_back(*c.target.rdpFile);
    } else {
        const auto found = c.machine.remoteDesktopFiles();
        if (!found) return Outcome::couldNotLook(found.error());
        paths = *found;
    }
    std::size_t read = 0;
    for (const auto& path : paths) {
        if (read++ == filesRead || c.deadline.over()) break;
        const auto content = c.machine.file(path);
        if (!content) return Outcome::couldNotLook(content.error());
        if (!*content) continue;
        const auto file = protocol::parseRdpFile(**content);
        if (!file) continue;    // somebody's broken file about some other host is no finding
        const auto host = file->host();
        const auto endpoint = host ? parseEndpoint(*host, c.target.host.port) : Result<Endpoint>(Error{});
        if (endpoint && equalIgnoringCase(endpoint->host, c.target.host.host)) tell(outcome, path, *file);
    }
    if (outcome.facts.empty()) outcome.fact("rdp_file.path", "none names this host");
    return outcome;
}

}    // namespace

extern const Probe transport_rdp_files;
const Probe transport_rdp_files{
    .id = "transport.rdp_files", .phase = Phase::Transport, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

// Reads: the Winsock catalogue.  Finds: providers that stand between programs and TCP/IP (layered ones have a chain
// length other than 1, [ws2spi.h] WSAPROTOCOLCHAIN), and providers whose file is gone.
#include "core/base/text.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto catalogue = c.machine.winsockCatalogue();
    if (!catalogue) return Outcome::couldNotLook(catalogue.error());
    auto outcome = Outcome::healthy({{.key = "winsock.providers", .value = std::to_string(catalogue->size())}});
    for (const auto& provider : *catalogue) {
        const std::vector<Evidence> evidence{{.key = "winsock.name", .value = sanitise(provider.name)},
                                             {.key = "winsock.path", .value = sanitise(provider.path)}};
        if (provider.chainLength != 1)
            outcome.add({.id = "network.winsock_layer", .weight = Weight::Note, .evidence = evidence});
        if (!provider.fileExists)
            outcome.add({.id = "network.winsock_file_missing", .weight = Weight::Degrades, .evidence = evidence});
    }
    return outcome;
}

}    // namespace

extern const Probe network_winsock;
const Probe network_winsock{.id = "network.winsock", .phase = Phase::Network, .place = Place::ThisPc, .run = run};

}    // namespace rdpmend::probes

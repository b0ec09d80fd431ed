// Cures: transport.gateway_http_transport_broken, transport.gateway_answer_altered.
// Changes: HKCU, RDGClientTransport = 1: mstsc speaks RPC over HTTP to the gateway.  Undo: exact.
#include "core/machine/registry_places.h"
#include "core/remedies/common.h"

namespace rdpmend::remedies {

static Result<Proposal> propose(const RemedyContext& context)
{
    if (!context.target.gateway) return withheld("no_gateway");
    constexpr auto name = places::gatewayTransport;
    const auto key = places::client(Hive::CurrentUser);
    const auto now = context.machine.registryValue(key, name);
    if (!now) return now.error();
    if (*now == RegistryValue::fromDword(1)) return withheld("already_so");
    auto change = setValue(context.machine, key, name, RegistryValue::fromDword(1));
    if (!change) return change.error();
    return Proposal{.changes = {*std::move(change)}};
}

extern const Remedy transport_set_rdg_client_transport;
const Remedy transport_set_rdg_client_transport{
    .number = "F501",
    .id = "transport.set_rdg_client_transport",
    .cures = {"transport.gateway_http_transport_broken", "transport.gateway_answer_altered"},
    .complaints = {"transport.gateway", "transport.gateway_rpc"},
    .disruption = 1,
    .propose = propose};

}    // namespace rdpmend::remedies

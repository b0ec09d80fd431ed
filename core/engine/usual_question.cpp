#include "core/engine/usual_question.h"

#include "core/machine/registry_places.h"

namespace rdpmend {

// RDGClientTransport = 1 makes mstsc speak RPC over HTTP to the gateway. The value is honoured in HKCU; Microsoft's own
// support tool reads it in HKLM.
static bool legacyGatewayTransport(const MachineView& machine)
{
    for (const auto hive : {Hive::CurrentUser, Hive::LocalMachine}) {
        const auto value = machine.registryValue(places::client(hive), places::gatewayTransport);
        if (value && *value && (*value)->asDword() == 1U) return true;
    }
    return false;
}

Question usualQuestion(const Target& target, const MachineView& machine, const Facts& facts)
{
    Question question;
    if (!target.nla) question.requestedProtocols = protocol::protocolSsl;
    if (const auto* client = facts.client(target.client)) question.tls = client->offer;
    if (target.gateway && machine.present() && legacyGatewayTransport(machine))
        question.gatewayTransport = protocol::GatewayTransport::RpcOverHttp;
    return question;
}

}    // namespace rdpmend

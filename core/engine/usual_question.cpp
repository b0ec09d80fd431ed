#include "core/engine/usual_question.h"

#include "core/machine/registry_places.h"
#include "core/machine/schannel.h"

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

// What a client of the person's choice offers; this PC offers what its own Windows has, as its registry changes it.
static TlsOffer tlsOffer(const Target& target, const MachineView& machine, const Facts& facts)
{
    const bool thisPc = target.client == "this-pc" && machine.present();
    const auto* client = facts.client(thisPc ? clientOfThisPc(machine) : target.client);
    if (!client) return {};
    if (!thisPc) return client->offer;
    const auto versions = schannelVersions(machine, client->offer);
    return versions ? offerOf(client->offer, *versions) : client->offer;
}

Question usualQuestion(const Target& target, const MachineView& machine, const Facts& facts)
{
    Question question;
    if (!target.nla) question.requestedProtocols = protocol::protocolSsl;
    question.tls = tlsOffer(target, machine, facts);
    if (target.gateway && machine.present() && legacyGatewayTransport(machine))
        question.gatewayTransport = protocol::GatewayTransport::RpcOverHttp;
    return question;
}

}    // namespace rdpmend

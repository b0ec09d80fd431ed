#include "bench.h"

#include <array>

namespace rdpmend {
namespace {

Outcome lookAtLicences(ProbeContext& context)
{
    const auto tree = context.machine.registryTree(
        {.hive = Hive::LocalMachine, .path = "SOFTWARE\\Microsoft\\MSLicensing\\HardwareID"});
    if (!tree) return Outcome::couldNotLook(tree.error());
    auto outcome = Outcome::healthy();
    if (*tree) outcome.add({.id = "licensing.store_malformed"});
    return outcome;
}

Outcome lookAtPassword(ProbeContext& context)
{
    const auto saved = context.machine.savedCredentials("TERMSRV/" + context.target.host.host);
    if (!saved) return Outcome::couldNotLook(saved.error());
    auto outcome = Outcome::healthy();
    if (!saved->empty()) outcome.add({.id = "credentials.saved_password_present", .weight = Weight::Note});
    return outcome;
}

// The gateway of these tests breaks for who speaks RPC over HTTP, and only for them.
Outcome lookAtGateway(ProbeContext& context)
{
    const auto value =
        context.machine.registryValue({.path = "Software\\Microsoft\\Terminal Server Client"}, "RDGClientTransport");
    if (!value) return Outcome::couldNotLook(value.error());
    auto outcome = Outcome::healthy();
    if (*value && (*value)->asDword() == 1U) outcome.add({.id = "transport.gateway_cut"});
    return outcome;
}

Outcome lookBehindGateway(ProbeContext&)
{
    return Outcome::healthy();
}

Outcome lookAtUdp(ProbeContext&)
{
    return Outcome::healthy().add({.id = "transport.udp_silent", .weight = Weight::Note});
}

const Probe licences{.id = "licensing.store", .phase = Phase::Licensing, .place = Place::ThisPc, .run = lookAtLicences};
const Probe password{
    .id = "credentials.saved_password", .phase = Phase::Credentials, .place = Place::ThisPc, .run = lookAtPassword};
const Probe gateway{.id = "transport.gateway", .phase = Phase::Transport, .place = Place::ThisPc, .run = lookAtGateway};
const Probe behind{.id = "transport.session_start",
                   .phase = Phase::Transport,
                   .place = Place::ThisPc,
                   .needs = {"transport.gateway"},
                   .run = lookBehindGateway};
const Probe udp{.id = "transport.udp", .phase = Phase::Transport, .place = Place::ThisPc, .run = lookAtUdp};

}    // namespace

std::span<const Probe* const> fakeProbes()
{
    static constexpr std::array all{&password, &licences, &gateway, &behind, &udp};
    return all;
}

}    // namespace rdpmend

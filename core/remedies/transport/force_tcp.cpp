// Cures: transport.udp_blocked, transport.udp_unstable.  Changes: HKLM policy fClientDisableUDP = 1 (elevated).
// Undo: exact. A value other than 1 that stands there was set by somebody's policy, which would set it again.
// Policy TS_CLIENT_TURN_OFF_UDP of TerminalServer.admx; its key ends in \Client.
#include "core/remedies/common.h"

namespace rdpmend::remedies {

constexpr auto policyKey = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\Client";
constexpr auto policyValue = "fClientDisableUDP";

static Result<Proposal> propose(const RemedyContext& context)
{
    const RegistryKey key{.hive = Hive::LocalMachine, .path = policyKey};
    const auto now = context.machine.registryValue(key, policyValue);
    if (!now) return now.error();
    if (*now == RegistryValue::fromDword(1)) return withheld("already_so");
    if (*now) return withheld("policy_owns");
    auto change = setValue(context.machine, key, policyValue, RegistryValue::fromDword(1));
    if (!change) return change.error();
    return Proposal{.changes = {*std::move(change)}};
}

extern const Remedy transport_force_tcp;
const Remedy transport_force_tcp{.number = "F502",
                                 .id = "transport.force_tcp",
                                 .cures = {"transport.udp_blocked", "transport.udp_unstable"},
                                 .complaints = {"transport.udp"},
                                 .scope = Scope::Machine,
                                 .places = {{{.key = policyKey, .value = policyValue}}},
                                 .disruption = 2,
                                 .propose = propose};

}    // namespace rdpmend::remedies

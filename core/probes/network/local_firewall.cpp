// Reads: what Windows' firewall has in force.  Finds: a rule, or a default, that keeps Remote Desktop from going out.
//
// A rule that names mstsc.exe decides by itself: it does not concern our own connection, which may well succeed. One
// that is about every program would have stopped our connection too, and is only told until that is seen.
#include "core/base/text.h"
#include "core/machine/address.h"
#include "core/machine/firewall_rules.h"
#include "core/machine/names.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr auto client = "\\system32\\mstsc.exe";

Outgoing connectionOf(ProbeContext& c)
{
    Outgoing out{.program = client, .port = c.conversation.firstHop().port};
    for (const auto& address : c.conversation.resolution(c.deadline).addresses)
        if (auto bytes = addressBytes(address.text)) out.addresses.push_back(*std::move(bytes));
    return out;
}

Outcome run(ProbeContext& c)
{
    const auto firewall = c.machine.firewall();
    if (!firewall) return Outcome::couldNotLook(firewall.error());
    auto outcome = Outcome::healthy();
    const auto inForce = profilesInForce(*firewall);
    bool blocksByDefault = false;
    for (const auto& profile : firewall->profiles) {
        if (!profile.active) continue;
        outcome.fact("firewall.profile", std::string(nameOf(profile.profile)) + (profile.enabled ? "" : " (off)"));
        blocksByDefault |= profile.enabled && profile.blocksOutboundByDefault;
    }
    const auto connection = connectionOf(c);
    bool allowed = false;
    for (const auto& rule : firewall->rules) {
        if (!covers(rule, connection, inForce)) continue;
        allowed |= rule.allows;
        if (rule.allows) continue;
        const bool ofClient = namesProgram(rule);
        outcome.add({.id = ofClient ? "network.firewall_blocks_client" : "network.firewall_blocks_outbound",
                     .weight = ofClient ? Weight::Blocks : Weight::Note,
                     .evidence = {{.key = "firewall.rule", .value = sanitise(rule.name)}}});
    }
    if (blocksByDefault && !allowed) outcome.add({.id = "network.firewall_blocks_by_default", .weight = Weight::Note});
    return outcome;
}

}    // namespace

extern const Probe network_local_firewall;
const Probe network_local_firewall{.id = "network.local_firewall",
                                   .phase = Phase::Network,
                                   .place = Place::ThisPc,
                                   .after = {"network.dns"},
                                   .run = run};

}    // namespace rdpmend::probes

// The members of the seam's structs by name, written down once: for JSON both ways and for redaction.
// members(thing, with) calls with(name, member) for each of them, in the order a reader wants them.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "core/base/result.h"
#include "core/machine/certificates.h"
#include "core/machine/event_log.h"
#include "core/machine/firewall.h"
#include "core/machine/names.h"
#include "core/machine/network_settings.h"
#include "core/machine/services.h"
#include "core/machine/session_state.h"

namespace rdpmend {

// T is Thing or const Thing.
template <class T, class Thing>
concept Is = std::same_as<std::remove_const_t<T>, Thing>;

template <Is<Error> T, class With>
void members(T& it, With&& with)
{
    with("domain", it.domain), with("code", it.code), with("doing", it.doing), with("words", it.words);
}

template <Is<PrivateKey> T, class With>
void members(T& it, With&& with)
{
    with("provider", it.provider), with("container", it.container), with("file", it.file), with("sddl", it.sddl);
    with("trouble", it.trouble);
}

template <Is<StoredCertificate> T, class With>
void members(T& it, With&& with)
{
    with("der", it.der), with("key", it.key);
}

template <Is<Service> T, class With>
void members(T& it, With&& with)
{
    with("name", it.name), with("display_name", it.displayName), with("state", it.state), with("start", it.start);
    with("delayed", it.delayed), with("process_id", it.processId), with("exit_code", it.exitCode);
    with("service_exit_code", it.serviceExitCode), with("dependencies", it.dependencies);
    with("dependants", it.dependants);
}

template <Is<FirewallProfileState> T, class With>
void members(T& it, With&& with)
{
    with("profile", it.profile), with("active", it.active), with("enabled", it.enabled);
    with("blocks_all_inbound", it.blocksAllInbound), with("blocks_inbound_by_default", it.blocksInboundByDefault);
    with("blocks_outbound_by_default", it.blocksOutboundByDefault);
}

template <Is<FirewallRule> T, class With>
void members(T& it, With&& with)
{
    with("name", it.name), with("group", it.group), with("application", it.application), with("service", it.service);
    with("local_ports", it.localPorts), with("remote_ports", it.remotePorts);
    with("remote_addresses", it.remoteAddresses), with("protocol", it.protocol), with("profiles", it.profiles);
    with("inbound", it.inbound), with("allows", it.allows), with("enabled", it.enabled);
}

template <Is<Firewall> T, class With>
void members(T& it, With&& with)
{
    with("profiles", it.profiles), with("rules", it.rules);
}

template <Is<SecurityProduct> T, class With>
void members(T& it, With&& with)
{
    with("kind", it.kind), with("name", it.name), with("path", it.path), with("state", it.state);
}

template <Is<LoggedEvent> T, class With>
void members(T& it, With&& with)
{
    with("when", it.when), with("channel", it.channel), with("provider", it.provider), with("id", it.id);
    with("level", it.level), with("record", it.record), with("process_id", it.processId), with("data", it.data);
}

template <Is<NetworkAdapter> T, class With>
void members(T& it, With&& with)
{
    with("id", it.id), with("name", it.name), with("description", it.description), with("type", it.type);
    with("index", it.index), with("mtu", it.mtu), with("metric", it.metric), with("up", it.up);
    with("addresses", it.addresses), with("gateways", it.gateways), with("dns_servers", it.dnsServers);
    with("dns_suffix", it.dnsSuffix);
}

template <Is<Route> T, class With>
void members(T& it, With&& with)
{
    with("destination", it.destination), with("next_hop", it.nextHop), with("adapter_index", it.adapterIndex);
    with("metric", it.metric);
}

template <Is<AdapterProperty> T, class With>
void members(T& it, With&& with)
{
    with("adapter", it.adapter), with("keyword", it.keyword), with("value", it.value);
    with("shown_name", it.shownName), with("shown_value", it.shownValue);
}

template <Is<WinsockProvider> T, class With>
void members(T& it, With&& with)
{
    with("id", it.id), with("name", it.name), with("path", it.path), with("chain_length", it.chainLength);
    with("file_exists", it.fileExists);
}

template <Is<ProxySettings> T, class With>
void members(T& it, With&& with)
{
    with("detects", it.detects), with("script", it.script), with("proxy", it.proxy), with("bypass", it.bypass);
    with("machine_proxy", it.machineProxy), with("machine_bypass", it.machineBypass);
}

template <Is<DnsSettings> T, class With>
void members(T& it, With&& with)
{
    with("host_name", it.hostName), with("domain", it.domain), with("search_list", it.searchList);
    with("devolves", it.devolves), with("rules", it.rules);
}

template <Is<SessionState> T, class With>
void members(T& it, With&& with)
{
    with("id", it.id), with("remote", it.remote), with("client_name", it.clientName), with("user", it.user);
    with("user_sid", it.userSid), with("elevated", it.elevated), with("administrator", it.administrator);
}

template <Is<Membership> T, class With>
void members(T& it, With&& with)
{
    with("joined", it.joined), with("name", it.name), with("dns_domain", it.dnsDomain);
    with("entra_joined", it.entraJoined), with("entra_tenant", it.entraTenant);
}

template <Is<ClockSettings> T, class With>
void members(T& it, With&& with)
{
    with("booted_at", it.bootedAt), with("utc_offset_seconds", it.utcOffset), with("source", it.source);
    with("server", it.server);
}

// A struct of those above.
template <class T>
concept HasMembers = requires(T& thing)
{
    members(thing, [](std::string_view, const auto&) {});
};

}    // namespace rdpmend

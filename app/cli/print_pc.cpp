#include "app/cli/print_pc.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"
#include "core/base/time.h"

namespace rdpmend::cli {
namespace {

std::string clean(std::string_view foreign)
{
    return foreign.empty() ? "-" : sanitise(foreign);
}

std::string listed(const std::vector<std::string>& foreign)
{
    std::vector<std::string> out;
    for (const auto& one : foreign) out.push_back(sanitise(one));
    return out.empty() ? "none" : fmt::format("{}", fmt::join(out, ", "));
}

std::string_view yesNo(bool value)
{
    return value ? "yes" : "no";
}

std::string spoken(std::string_view name)    // "start_pending"
{
    std::string out(name);
    std::ranges::replace(out, '_', ' ');
    return out;
}

std::string offset(std::chrono::seconds east)
{
    const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(east)).count();
    return fmt::format("UTC{}{:02}:{:02}", east.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string proxyAndBypass(const std::string& proxy, const std::string& bypass)
{
    if (proxy.empty()) return "none";
    return clean(proxy) + (bypass.empty() ? "" : ", but not for " + clean(bypass));
}

class Printer {
public:
    explicit Printer(Terminal& terminal) : m_terminal(terminal) {}

    void operator()(const std::string& windows) const { line("{}", clean(windows)); }

    void operator()(const SessionState& session) const
    {
        line("User: {} ({})", clean(session.user), clean(session.userSid));
        line("Administrator: {}, elevated: {}", yesNo(session.administrator), yesNo(session.elevated));
        if (session.remote)
            line("Session {}, used from {} by Remote Desktop", session.id, clean(session.clientName));
        else
            line("Session {}, at this PC itself", session.id);
    }

    void operator()(const Membership& membership) const
    {
        line("{} {}{}", membership.joined == Joined::Domain ? "Domain" : "Workgroup", clean(membership.name),
             membership.dnsDomain.empty() ? "" : ", " + clean(membership.dnsDomain));
        line("Joined to Entra ID: {}",
             membership.entraJoined ? "yes, tenant " + clean(membership.entraTenant) : std::string("no"));
    }

    void operator()(const ClockSettings& clock) const
    {
        line("Started: {}, local time is {}", isoTime(clock.bootedAt), offset(clock.utcOffset));
        line("Set by: {}, {}", clean(clock.source), clean(clock.server));
    }

    void operator()(const NetworkAdapter& adapter) const
    {
        line("{} ({}), {}: MTU {}, type {}, index {}, metric {}", clean(adapter.name), clean(adapter.description),
             adapter.up ? "up" : "down", adapter.mtu, adapter.type, adapter.index, adapter.metric);
        line("  Addresses: {}; gateways: {}; DNS servers: {}; suffix: {}", listed(adapter.addresses),
             listed(adapter.gateways), listed(adapter.dnsServers), clean(adapter.dnsSuffix));
    }

    void operator()(const Route& route) const
    {
        line("{} by {}, adapter {}, metric {}", clean(route.destination), clean(route.nextHop), route.adapterIndex,
             route.metric);
    }

    void operator()(const DnsSettings& dns) const
    {
        line("Name: {}, primary suffix: {}", clean(dns.hostName), clean(dns.domain));
        line("Search list: {}, devolution: {}", listed(dns.searchList), yesNo(dns.devolves));
        for (const auto& [nameSpace, servers] : dns.rules)
            line("Rule: {} is asked of {}", clean(nameSpace), clean(servers));
    }

    void operator()(const ProxySettings& proxy) const
    {
        line("Detects settings: {}, script: {}", yesNo(proxy.detects), clean(proxy.script));
        line("Of the person: {}", proxyAndBypass(proxy.proxy, proxy.bypass));
        line("Of the machine: {}", proxyAndBypass(proxy.machineProxy, proxy.machineBypass));
    }

    void operator()(const WinsockProvider& provider) const
    {
        const auto kind = provider.chainLength == 0 ? "layered" : provider.chainLength == 1 ? "base" : "chain";
        line("{} {}, {}: {}{}", provider.id, clean(provider.name), kind, clean(provider.path),
             provider.fileExists ? "" : " (this file does not exist)");
    }

    void operator()(const AdapterProperty& property) const
    {
        line("{}: {} = {} ({}: {})", clean(property.adapter), clean(property.keyword), clean(property.value),
             clean(property.shownName), clean(property.shownValue));
    }

    void operator()(const FirewallSeen& firewall) const
    {
        for (const auto& profile : firewall.profiles)
            line("{} profile{}: {}, incoming {}, outgoing {}", nameOf(profile.profile),
                 profile.active ? " (active)" : "", profile.enabled ? "on" : "off",
                 profile.blocksAllInbound         ? "all blocked"
                 : profile.blocksInboundByDefault ? "blocked unless a rule allows"
                                                  : "allowed unless a rule blocks",
                 profile.blocksOutboundByDefault ? "blocked unless a rule allows" : "allowed unless a rule blocks");
        line("{} of {} rules matter here", firewall.rules.size(), firewall.rulesInAll);
        for (const auto& rule : firewall.rules)
            line("  {} {}: {} {}, protocol {}, local ports {}, remote ports {}, remote addresses {}",
                 rule.enabled ? "on " : "off", clean(rule.name), rule.allows ? "allows" : "blocks",
                 rule.inbound ? "incoming" : "outgoing", rule.protocol, clean(rule.localPorts), clean(rule.remotePorts),
                 clean(rule.remoteAddresses));
    }

    void operator()(const SecurityProduct& product) const
    {
        constexpr std::uint32_t stateMask = 0xF000, on = 0x1000;
        line("{}: {}, {} ({:#x})", nameOf(product.kind), clean(product.name),
             (product.state & stateMask) == on ? "on" : "not on", product.state);
    }

    void operator()(const Service& service) const
    {
        line("{} ({}): {}, {}{}", clean(service.name), clean(service.displayName), spoken(nameOf(service.state)),
             nameOf(service.start), service.delayed ? " (delayed)" : "");
        if (service.state == ServiceState::Stopped && service.exitCode != 0)
            line("  Exit code {}{}", service.exitCode,
                 service.serviceExitCode == 0 ? "" : fmt::format(" ({})", service.serviceExitCode));
        if (!service.dependencies.empty()) line("  Needs: {}", listed(service.dependencies));
        if (!service.dependants.empty()) line("  Needed by: {}", listed(service.dependants));
    }

    void operator()(const CertificateSeen& certificate) const
    {
        if (certificate.trouble) return couldNotLook(*certificate.trouble);
        line("{}, valid {} to {}, SHA-1 {}", clean(certificate.subject), isoTime(certificate.notBefore),
             isoTime(certificate.notAfter), certificate.sha1);
        const auto& key = certificate.key;
        if (!key) return line("  No private key here");
        line("  Key: {}, file {}", clean(key->provider), clean(key->file));
        if (!key->sddl.empty()) line("  Its rights: {}", clean(key->sddl));
        if (key->trouble) couldNotLook(*key->trouble);
    }

    void operator()(const LoggedEvent& event) const
    {
        constexpr std::size_t shown = 120;    // characters of each value
        std::string data;
        for (const auto& [name, value] : event.data)
            data += fmt::format("; {}{}", name.empty() ? "" : sanitise(name, shown) + " = ", sanitise(value, shown));
        line("{} {} {}, level {}{}", isoTime(event.when), clean(event.provider), event.id, event.level, data);
    }

    void operator()(std::size_t trustedRoots) const { line("{} certificates", trustedRoots); }

    template <class T>
    void operator()(const std::vector<T>& list) const
    {
        if (list.empty()) line("None");
        for (const auto& one : list) (*this)(one);
    }
    template <class T>
    void operator()(const Result<T>& result) const
    {
        if (result)
            (*this)(*result);
        else
            couldNotLook(result.error());
    }
    void operator()(const SeenUnder<std::optional<Service>>& one) const
    {
        if (one.seen && !*one.seen)
            line("{}: there is no such service", one.name);
        else if (one.seen)
            (*this)(**one.seen);
        else
            couldNotLook(one.seen.error());
    }
    template <class T>
    void operator()(const SeenUnder<std::vector<T>>& one) const
    {
        line("{}:", one.name);
        (*this)(one.seen);
    }

private:
    template <class... Values>
    void line(fmt::format_string<Values...> text, Values&&... values) const
    {
        m_terminal.say("  " + fmt::format(text, std::forward<Values>(values)...), Style::Plain, 4);
    }

    void couldNotLook(const Error& error) const
    {
        m_terminal.say("  Could not look: " + sanitise(describe(error), 1000), Style::Warn, 4);
    }

    Terminal& m_terminal;
};

}    // namespace

void printPc(Terminal& terminal, const Inventory& inventory)
{
    members(inventory, [&terminal](std::string_view name, const auto& asked) {
        if (!asked) return;
        terminal.heading(spoken(name));
        Printer{terminal}(*asked);
    });
}

}    // namespace rdpmend::cli

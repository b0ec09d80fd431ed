// What rdpmend sees of a PC, subject by subject, as the seam tells it. Nothing is judged here.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/machine/machine.h"
#include "core/machine/members.h"

namespace rdpmend {

enum class Subject : std::uint8_t {
    Windows,
    Session,
    Domain,
    Clock,
    Adapters,
    Routes,
    Dns,
    Proxy,
    Winsock,
    Offload,
    Firewall,
    Security,
    Services,
    Certificates,
    Events
};

inline constexpr std::array subjectNames{
    Named{Subject::Windows, "windows"},   Named{Subject::Session, "session"},
    Named{Subject::Domain, "domain"},     Named{Subject::Clock, "clock"},
    Named{Subject::Adapters, "adapters"}, Named{Subject::Routes, "routes"},
    Named{Subject::Dns, "dns"},           Named{Subject::Proxy, "proxy"},
    Named{Subject::Winsock, "winsock"},   Named{Subject::Offload, "offload"},
    Named{Subject::Firewall, "firewall"}, Named{Subject::Security, "security"},
    Named{Subject::Services, "services"}, Named{Subject::Certificates, "certificates"},
    Named{Subject::Events, "events"},
};
constexpr const auto& namesOf(Subject)
{
    return subjectNames;
}
std::optional<Subject> subjectNamed(std::string_view name);    // without case

struct FirewallSeen {
    std::vector<FirewallProfileState> profiles{};
    std::vector<FirewallRule> rules{};    // those of Remote Desktop, of port 3389, and all that block and are enabled
    std::size_t rulesInAll = 0;
};

struct CertificateSeen {
    std::string subject{}, issuer{};
    std::chrono::system_clock::time_point notBefore{}, notAfter{};
    std::string sha1{};
    std::optional<PrivateKey> key{};
    std::optional<Error> trouble{};    // it could not be read; what stands above says nothing then
};

// One of several answers of the same kind: by the name of the service, store or channel that was asked for.
template <class T>
struct SeenUnder {
    std::string name{};
    Result<T> seen;
};

// A member that is nullopt was not asked for. One that could not be looked at holds the error.
struct Inventory {
    template <class T>
    using Asked = std::optional<Result<T>>;

    std::optional<std::string> windows{};
    Asked<SessionState> session{};
    Asked<Membership> domain{};
    Asked<ClockSettings> clock{};
    Asked<std::vector<NetworkAdapter>> adapters{};
    Asked<std::vector<Route>> routes{};
    Asked<DnsSettings> dns{};
    Asked<ProxySettings> proxy{};
    Asked<std::vector<WinsockProvider>> winsock{};
    Asked<std::vector<AdapterProperty>> offload{};
    Asked<FirewallSeen> firewall{};
    Asked<std::vector<SecurityProduct>> security{};
    std::optional<std::vector<SeenUnder<std::optional<Service>>>> services{};
    std::optional<std::vector<SeenUnder<std::vector<CertificateSeen>>>> certificates{};
    Asked<std::size_t> trustedRoots{};
    std::optional<std::vector<SeenUnder<std::vector<LoggedEvent>>>> events{};
};

// Takes seconds on a real PC; a stop makes the events, which may take longest, end early with an error.
Inventory takeInventory(const MachineView& machine, const std::set<Subject>& subjects, std::stop_token stop);

// Names of people, computers, domains and addresses become pseudonyms, as in a report; the words of events, which may
// hold anything, are left out.
Inventory redacted(Inventory inventory);

// One object: "schema", "when", "redacted", and the subjects that were asked for. A subject that could not be looked at
// is {"error": {"code", "text"}}.
std::string toJson(const Inventory& inventory, std::chrono::system_clock::time_point when, bool isRedacted);

template <Is<FirewallSeen> T, class With>
void members(T& it, With&& with)
{
    with("profiles", it.profiles), with("rules", it.rules), with("rules_in_all", it.rulesInAll);
}

template <Is<CertificateSeen> T, class With>
void members(T& it, With&& with)
{
    with("subject", it.subject), with("issuer", it.issuer), with("not_before", it.notBefore);
    with("not_after", it.notAfter), with("sha1", it.sha1), with("key", it.key), with("trouble", it.trouble);
}

template <Is<Inventory> T, class With>
void members(T& it, With&& with)
{
    with("windows", it.windows), with("session", it.session), with("domain", it.domain), with("clock", it.clock);
    with("adapters", it.adapters), with("routes", it.routes), with("dns", it.dns), with("proxy", it.proxy);
    with("winsock", it.winsock), with("offload", it.offload), with("firewall", it.firewall);
    with("security", it.security), with("services", it.services), with("certificates", it.certificates);
    with("trusted_roots", it.trustedRoots), with("events", it.events);
}

}    // namespace rdpmend

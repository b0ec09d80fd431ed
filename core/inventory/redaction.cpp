#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/inventory/inventory.h"
#include "core/model/target.h"
#include "core/report/pseudonyms.h"

namespace rdpmend {
namespace {

// Addresses that every PC has say nothing about this one.
bool isEverybodys(std::string_view address)
{
    constexpr std::array beginnings{"0.0.0.0", "127.", "255.255.255.255", "224.", "239.255.255.250", "ff0"};
    return address == "::" || address == "::1" || address == "fe80::" ||
           std::ranges::any_of(beginnings, [address](std::string_view known) { return address.starts_with(known); });
}

class Learner {
public:
    explicit Learner(Pseudonyms& names) : m_names(names) {}

    void operator()(const SessionState& session) const
    {
        m_names.learnUser(session.user);
        m_names.learnHost(session.clientName);
        m_names.learn("account", session.userSid);
    }
    void operator()(const Membership& membership) const
    {
        m_names.learn("domain", membership.dnsDomain);
        m_names.learn("domain", membership.name);
        m_names.learn("tenant", membership.entraTenant);
    }
    void operator()(const ClockSettings& clock) const { listOfHosts(clock.server); }
    void operator()(const NetworkAdapter& adapter) const
    {
        for (const auto* list : {&adapter.addresses, &adapter.gateways, &adapter.dnsServers})
            for (const auto& text : *list) address(text);
        m_names.learn("domain", adapter.dnsSuffix);
    }
    void operator()(const Route& route) const { address(route.destination), address(route.nextHop); }
    void operator()(const DnsSettings& dns) const
    {
        m_names.learnHost(dns.hostName);
        m_names.learn("domain", dns.domain);
        for (const auto& suffix : dns.searchList) m_names.learn("domain", suffix);
        for (const auto& [nameSpace, servers] : dns.rules) {
            m_names.learn("domain", nameSpace);
            listOfHosts(servers);
        }
    }
    void operator()(const ProxySettings& proxy) const
    {
        for (const auto* text : {&proxy.script, &proxy.proxy, &proxy.bypass, &proxy.machineProxy, &proxy.machineBypass})
            listOfHosts(*text);
    }
    void operator()(const WinsockProvider& provider) const { path(provider.path); }
    void operator()(const AdapterProperty&) const {}
    void operator()(const FirewallSeen& firewall) const
    {
        for (const auto& rule : firewall.rules) {
            path(rule.application);
            for (const auto& part : split(rule.remoteAddresses, ',')) address(part.substr(0, part.find('-')));
        }
    }
    void operator()(const SecurityProduct& product) const { path(product.path); }
    void operator()(const Service&) const {}
    void operator()(const CertificateSeen& certificate) const
    {
        distinguishedName(certificate.subject);
        distinguishedName(certificate.issuer);
        m_names.learn("certificate", certificate.sha1);
        if (certificate.key) keyFile(certificate.key->file), (*this)(certificate.key->trouble);
    }
    void operator()(const LoggedEvent&) const {}
    void operator()(const Error& error) const { path(error.doing); }
    void operator()(const std::string&) const {}
    void operator()(std::size_t) const {}

    template <class T>
    void operator()(const std::vector<T>& list) const
    {
        for (const auto& one : list) (*this)(one);
    }
    template <class T>
    void operator()(const std::optional<T>& value) const
    {
        if (value) (*this)(*value);
    }
    template <class T>
    void operator()(const Result<T>& result) const
    {
        if (result)
            (*this)(*result);
        else
            (*this)(result.error());
    }
    template <class T>
    void operator()(const SeenUnder<T>& one) const
    {
        (*this)(one.seen);
    }

private:
    void address(std::string_view text) const    // "192.0.2.7", "192.0.2.0/24"
    {
        const auto literal = text.substr(0, text.find('/'));
        if (isAddress(literal) && !isEverybodys(literal)) m_names.learn("address", literal);
    }
    // The URL of a script, "http=proxy:8080;https=proxy", "*.corp.example <local>", "time.example,0x9"
    void listOfHosts(std::string text) const
    {
        std::ranges::replace_if(
            text, [](char c) { return std::string_view(";, ").find(c) != std::string_view::npos; }, ' ');
        for (std::string_view part : split(text, ' ')) {
            if (const auto scheme = part.find("://"); scheme != std::string_view::npos) part.remove_prefix(scheme + 3);
            part.remove_prefix(part.find('=') + 1);
            while (part.starts_with('*') || part.starts_with('.')) part.remove_prefix(1);
            const auto host = part.substr(0, part.find_first_of("/:"));
            if (!host.empty() && !host.starts_with('<') && !host.starts_with("0x")) m_names.learnHost(host);
        }
    }
    void path(std::string_view text) const    // "C:\Users\anna\..." names anna
    {
        constexpr std::string_view users = "\\users\\";
        const auto at = toLower(text).find(users);
        if (at == std::string::npos) return;
        const auto rest = text.substr(at + users.size());
        m_names.learnUser(rest.substr(0, rest.find('\\')));
    }
    void keyFile(std::string_view file) const    // its name ends in an underscore and the id of the PC
    {
        path(file);
        const auto id = file.substr(file.rfind('_') + 1);
        if (id.size() != file.size()) m_names.learn("pc", id);
    }
    void distinguishedName(const std::string& subject) const    // "CN=pc-17.corp.example, O=Example"
    {
        for (const auto& part : split(subject, ',')) {
            const std::string field = trim(part);
            const std::string_view value = std::string_view(field).substr(field.find('=') + 1);
            if (startsWithIgnoringCase(field, "CN=") && value.find(' ') == std::string_view::npos)
                m_names.learnHost(value);
            else if (value.size() > 2)    // not the country
                m_names.learn("name", value);
        }
    }

    Pseudonyms& m_names;
};

// Replaces in place, everywhere a foreign string can stand.
class Hider {
public:
    explicit Hider(const Pseudonyms& names) : m_names(names) {}

    void operator()(std::string& text) const { text = m_names.hide(text); }
    void operator()(PrivateKey& key) const
    {
        (*this)(key.container), (*this)(key.file), (*this)(key.trouble);
        key.sddl.clear();    // names accounts
    }
    void operator()(LoggedEvent& event) const
    {
        for (auto& [name, value] : event.data)
            if (!parseNumber(value)) value = '(' + std::to_string(value.size()) + " characters)";
    }
    void operator()(std::pair<std::string, std::string>& pair) const { (*this)(pair.first), (*this)(pair.second); }
    template <class T>
    void operator()(std::vector<T>& list) const
    {
        for (auto& one : list) (*this)(one);
    }
    template <class T>
    void operator()(std::optional<T>& value) const
    {
        if (value) (*this)(*value);
    }
    template <class T>
    void operator()(Result<T>& result) const
    {
        if (result) {
            (*this)(*result);
        } else {
            Error error = result.error();
            (*this)(error);
            result = error;
        }
    }
    template <class T>
    void operator()(SeenUnder<T>& one) const
    {
        (*this)(one.seen);
    }
    template <HasMembers T>
    void operator()(T& thing) const
    {
        members(thing, [this](std::string_view, auto& member) { (*this)(member); });
    }
    template <class T>
    void operator()(T&) const    // numbers, times and names of values
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    {}
    void operator()(std::chrono::seconds&) const {}
    void operator()(std::chrono::system_clock::time_point&) const {}

private:
    const Pseudonyms& m_names;
};

}    // namespace

Inventory redacted(Inventory inventory)
{
    Pseudonyms names;
    members(inventory, [learn = Learner(names)](std::string_view, const auto& asked) { learn(asked); });
    members(inventory, [hide = Hider(names)](std::string_view, auto& asked) { hide(asked); });
    return inventory;
}

}    // namespace rdpmend

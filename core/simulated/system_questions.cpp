// The questions that a simulated PC answers from SimulatedState::system.
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/simulated/simulated_machine.h"
#include "core/x509/certificate.h"

namespace rdpmend {
namespace {

constexpr std::int64_t fileNotFound = 2,
                       channelNotFound = 15007;    // ERROR_FILE_NOT_FOUND, ERROR_EVT_CHANNEL_NOT_FOUND
constexpr std::size_t mostEvents = 1000, longestName = 255, mostData = 64, longestData = 4096;

template <class T>
const T* find(const ByName<T>& byName, std::string_view name)
{
    const auto found = byName.find(name);
    return found == byName.end() ? nullptr : &found->second;
}

bool matches(const LoggedEvent& event, const EventQuery& query)
{
    return (query.provider.empty() || equalIgnoringCase(query.provider, event.provider)) &&
           (query.ids.empty() || std::ranges::find(query.ids, event.id) != query.ids.end());
}

LoggedEvent loggedAt(const SimulatedEvent& simulated, std::chrono::system_clock::time_point now)
{
    LoggedEvent out = simulated.event;
    out.when = now - simulated.ago;
    out.data.resize(std::min(out.data.size(), mostData));
    for (auto& [name, value] : out.data) value.resize(std::min(value.size(), longestData));
    return out;
}

std::optional<Error> over(const Deadline& deadline, std::string doing)
{
    if (!deadline.over()) return std::nullopt;
    return Error{.domain = deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut, .doing = std::move(doing)};
}

std::string_view hostOf(std::string_view url)
{
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/:"));
}

}    // namespace

std::string storeName(StoreOwner owner, StoreName store)
{
    constexpr std::array names{"Personal", "Root", "Intermediate", "Remote Desktop"};
    return std::string(owner == StoreOwner::LocalMachine ? "LocalMachine\\" : "CurrentUser\\") +
           names[static_cast<std::size_t>(store)];
}

std::string keyName(const RegistryKey& key)
{
    if (key.hive == Hive::CurrentUser) return "HKCU\\" + key.path;
    return (key.view == View::Registry32 && hasTwoViews(key) ? "HKLM32\\" : "HKLM64\\") + key.path;
}

template <class Answer>
auto SimulatedMachine::look(std::string_view subject, Answer answer) const
{
    using Told = Result<std::decay_t<decltype(answer(m_state.system))>>;
    const std::lock_guard lock(m_mutex);
    if (auto error = lookFails()) return Told(*error);
    if (const auto* error = find(m_state.system.cannotLook, subject)) {
        Error told = *error;
        if (told.doing.empty()) told.doing = "look at " + std::string(subject);
        return Told(told);
    }
    return Told(answer(m_state.system));
}

Result<std::vector<StoredCertificate>> SimulatedMachine::certificates(StoreOwner owner, StoreName store) const
{
    return look("certificates", [&](const SimulatedSystem& system) {
        const auto* found = find(system.certificates, storeName(owner, store));
        return found ? *found : std::vector<StoredCertificate>{};
    });
}

Result<ChainJudgement> SimulatedMachine::judgeChain(const std::vector<Bytes>& chain, std::string_view name) const
{
    for (const auto& der : chain)
        if (const auto certificate = readCertificate(der); !certificate) return certificate.error();
    if (chain.empty()) return refusal("A chain without a certificate cannot be judged.");
    return look("judgement", [&](const SimulatedSystem& system) { return judge(system, chain, name, nowUnlocked()); });
}

Result<std::optional<Service>> SimulatedMachine::service(std::string_view name) const
{
    return look("services", [&](const SimulatedSystem& system) {
        const auto* found = find(system.services, name);
        return found ? std::optional(*found) : std::nullopt;
    });
}

Result<Firewall> SimulatedMachine::firewall() const
{
    return look("firewall", [](const SimulatedSystem& system) { return system.firewall; });
}

Result<std::vector<SecurityProduct>> SimulatedMachine::securityProducts() const
{
    return look("security_products", [](const SimulatedSystem& system) { return system.securityProducts; });
}

Result<std::vector<LoggedEvent>> SimulatedMachine::events(const EventQuery& query, const Deadline& deadline) const
{
    const auto doing = "read the event log " + sanitise(query.channel);
    if (auto error = over(deadline, doing)) return *error;
    bool there = true;
    auto found = look("events", [&](const SimulatedSystem& system) {
        std::vector<LoggedEvent> out;
        const auto* channel = find(system.events, query.channel);
        there = channel != nullptr;
        if (!there) return out;
        for (const auto& simulated : *channel)
            if (simulated.ago <= query.within && matches(simulated.event, query))
                out.push_back(loggedAt(simulated, nowUnlocked()));
        std::ranges::stable_sort(out, std::greater{}, &LoggedEvent::when);
        out.resize(std::min({out.size(), query.atMost, mostEvents}));
        return out;
    });
    if (!there) return Error{.domain = Domain::Win32, .code = channelNotFound, .doing = doing};
    return found;
}

Result<std::vector<WinsockProvider>> SimulatedMachine::winsockCatalogue() const
{
    return look("winsock", [](const SimulatedSystem& system) { return system.winsock; });
}

Result<std::vector<NetworkAdapter>> SimulatedMachine::networkAdapters() const
{
    return look("adapters", [](const SimulatedSystem& system) { return system.adapters; });
}

Result<std::vector<Route>> SimulatedMachine::routes() const
{
    return look("routes", [](const SimulatedSystem& system) { return system.routes; });
}

Result<std::vector<AdapterProperty>> SimulatedMachine::adapterProperties() const
{
    return look("adapter_properties", [](const SimulatedSystem& system) { return system.adapterProperties; });
}

Result<ProxySettings> SimulatedMachine::proxySettings() const
{
    return look("proxy", [](const SimulatedSystem& system) { return system.proxy; });
}

Result<std::vector<std::string>> SimulatedMachine::proxiesFor(std::string_view url, const Deadline& deadline) const
{
    if (auto error = over(deadline, "ask which proxy is for " + sanitise(url))) return *error;
    if (!startsWithIgnoringCase(url, "http://") && !startsWithIgnoringCase(url, "https://"))
        return refusal("\"" + sanitise(url) + "\" is not the URL of a web server.");
    return look("proxies", [&](const SimulatedSystem& system) {
        const auto* found = find(system.proxiesFor, hostOf(url));
        return found ? *found : std::vector<std::string>{};
    });
}

Result<DnsSettings> SimulatedMachine::dnsSettings() const
{
    return look("dns", [](const SimulatedSystem& system) { return system.dns; });
}

Result<std::vector<std::string>> SimulatedMachine::lookUpName(std::string_view name, NameSource source) const
{
    if (name.empty() || name.size() > longestName || name.find('\0') != std::string_view::npos)
        return refusal("\"" + sanitise(name) + "\" is not a name that DNS can look up.");
    return look("names", [&](const SimulatedSystem& system) {
        const auto* found = find(system.names, name);
        if (!found) return std::vector<std::string>{};
        return source == NameSource::Cache ? found->cache : found->servers;
    });
}

Result<SessionState> SimulatedMachine::sessionState() const
{
    return look("session", [](const SimulatedSystem& system) { return system.session; });
}

Result<Membership> SimulatedMachine::membership() const
{
    return look("membership", [](const SimulatedSystem& system) { return system.membership; });
}

Result<ClockSettings> SimulatedMachine::clockSettings() const
{
    return look("clock", [this](const SimulatedSystem& system) {
        auto out = system.clock.settings;
        out.bootedAt = nowUnlocked() - system.clock.upFor;
        return out;
    });
}

Result<std::optional<std::string>> SimulatedMachine::policyOwner(const RegistryKey& key, std::string_view name) const
{
    return look("policies", [&](const SimulatedSystem& system) -> std::optional<std::string> {
        const auto* values = find(system.policies, keyName(key));
        const auto* owner = values ? find(*values, name) : nullptr;
        return owner ? std::optional(*owner) : std::nullopt;
    });
}

Status SimulatedMachine::startRemoteDesktop(std::string_view rdpFile)
{
    const std::lock_guard lock(m_mutex);
    const auto fault = m_faults ? m_faults->next(FaultPlan::Call::Perform) : std::nullopt;
    if (fault == Fault::Refuse) return m_faults->error();
    const std::string path(rdpFile);
    if (!toLower(path).ends_with(".rdp")) return refusal("\"" + sanitise(path) + "\" is not an .rdp file.");
    if (!m_state.files.contains(path))
        return Error{.domain = Domain::Win32, .code = fileNotFound, .doing = "open " + sanitise(path)};
    if (fault == Fault::Ignore) return ok();
    if (fault == Fault::CutHalfWay) m_faults->cutPower();
    m_state.system.started.push_back(path);
    if (auto saved = saveUnlocked(); !saved) {
        m_state.system.started.pop_back();
        return saved;
    }
    if (fault == Fault::RefuseAfter) return m_faults->error();
    if (fault) m_faults->cutPower();
    return ok();
}

}    // namespace rdpmend

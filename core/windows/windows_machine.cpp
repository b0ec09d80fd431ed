#include "core/windows/windows_machine.h"

#include <mutex>
#include <shared_mutex>

#include "core/changes/changes.h"
#include "core/windows/adapter_properties.h"
#include "core/windows/adapters.h"
#include "core/windows/certificates.h"
#include "core/windows/chain.h"
#include "core/windows/clock.h"
#include "core/windows/credentials.h"
#include "core/windows/dns_client.h"
#include "core/windows/error.h"
#include "core/windows/event_log.h"
#include "core/windows/files.h"
#include "core/windows/firewall.h"
#include "core/windows/folders.h"
#include "core/windows/membership.h"
#include "core/windows/policy.h"
#include "core/windows/proxy.h"
#include "core/windows/registry.h"
#include "core/windows/remote_desktop.h"
#include "core/windows/security_products.h"
#include "core/windows/services.h"
#include "core/windows/session.h"
#include "core/windows/version.h"
#include "core/windows/winsock.h"

namespace rdpmend {

std::string WindowsMachine::description() const
{
    return windows::version();
}

Result<std::optional<RegistryValue>> WindowsMachine::registryValue(const RegistryKey& key, std::string_view name) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return windows::readValue(key, name);
}

Result<bool> WindowsMachine::hasRegistryKey(const RegistryKey& key) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return windows::hasKey(key);
}

Result<std::optional<RegistryTree>> WindowsMachine::registryTree(const RegistryKey& key) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return windows::readTree(key);
}

Result<std::vector<SavedCredential>> WindowsMachine::savedCredentials(std::string_view prefix) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return windows::savedCredentials(prefix);
}

Result<std::optional<Bytes>> WindowsMachine::file(std::string_view path) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return windows::readFile(path);
}

Result<std::vector<std::string>> WindowsMachine::remoteDesktopFiles() const
{
    return windows::remoteDesktopFiles();
}

Result<std::string> WindowsMachine::hostsFile() const
{
    return windows::hostsFile();
}

Result<std::string> WindowsMachine::ownFolder() const
{
    return windows::ownFolder();
}

Result<std::vector<StoredCertificate>> WindowsMachine::certificates(StoreOwner owner, StoreName store) const
{
    return windows::certificates(owner, store);
}

Result<ChainJudgement> WindowsMachine::judgeChain(const std::vector<Bytes>& chain, std::string_view name) const
{
    return windows::judgeChain(chain, name);
}

Result<std::optional<Service>> WindowsMachine::service(std::string_view name) const
{
    return windows::service(name);
}

Result<Firewall> WindowsMachine::firewall() const
{
    return windows::firewall();
}

Result<std::vector<SecurityProduct>> WindowsMachine::securityProducts() const
{
    return windows::securityProducts();
}

Result<std::vector<LoggedEvent>> WindowsMachine::events(const EventQuery& query, const Deadline& deadline) const
{
    return windows::events(query, deadline);
}

Result<std::vector<WinsockProvider>> WindowsMachine::winsockCatalogue() const
{
    return windows::winsockCatalogue();
}

Result<std::vector<NetworkAdapter>> WindowsMachine::networkAdapters() const
{
    return windows::networkAdapters();
}

Result<std::vector<Route>> WindowsMachine::routes() const
{
    return windows::routes();
}

Result<std::vector<AdapterProperty>> WindowsMachine::adapterProperties() const
{
    return windows::adapterProperties();
}

Result<ProxySettings> WindowsMachine::proxySettings() const
{
    return windows::proxySettings();
}

Result<std::vector<std::string>> WindowsMachine::proxiesFor(std::string_view url, const Deadline& deadline) const
{
    return windows::proxiesFor(url, deadline);
}

Result<DnsSettings> WindowsMachine::dnsSettings() const
{
    return windows::dnsSettings();
}

Result<std::vector<std::string>> WindowsMachine::lookUpName(std::string_view name, NameSource source) const
{
    return windows::lookUpName(name, source);
}

Result<SessionState> WindowsMachine::sessionState() const
{
    return windows::sessionState();
}

Result<Membership> WindowsMachine::membership() const
{
    return windows::membership();
}

Result<ClockSettings> WindowsMachine::clockSettings() const
{
    return windows::clockSettings();
}

Result<std::optional<std::string>> WindowsMachine::policyOwner(const RegistryKey& key, std::string_view name) const
{
    return windows::policyOwner(key, name);
}

Result<Change> WindowsMachine::current(const Change& like) const
{
    const std::shared_lock nobodyChanges(m_changes);
    return std::visit([](const auto& kind) { return windows::current(kind); }, like);
}

Status WindowsMachine::perform(const Change& change, const Deadline& deadline)
{
    const std::lock_guard alone(m_changes);
    if (deadline.over()) return windows::outOfTime(deadline, "change " + place(change));
    return std::visit([](const auto& kind) { return windows::perform(kind); }, change);
}

Status WindowsMachine::startRemoteDesktop(std::string_view rdpFile)
{
    return windows::startRemoteDesktop(rdpFile);
}

}    // namespace rdpmend

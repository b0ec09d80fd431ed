// This PC: the registry, the saved credentials and the files that Windows really has. One file of this folder per
// subject; this class only puts them behind the seam.
#pragma once

#include "core/machine/machine.h"
#include "core/windows/shared_mutex.h"

namespace rdpmend {

class WindowsMachine final : public Machine {
public:
    bool present() const override { return true; }
    std::string description() const override;
    Result<std::optional<RegistryValue>> registryValue(const RegistryKey& key, std::string_view name) const override;
    Result<bool> hasRegistryKey(const RegistryKey& key) const override;
    Result<std::optional<RegistryTree>> registryTree(const RegistryKey& key) const override;
    Result<std::vector<SavedCredential>> savedCredentials(std::string_view prefix) const override;
    Result<std::optional<Bytes>> file(std::string_view path) const override;
    Result<std::vector<std::string>> remoteDesktopFiles() const override;
    Result<std::string> hostsFile() const override;
    Result<std::string> ownFolder() const override;
    std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
    Result<std::vector<StoredCertificate>> certificates(StoreOwner owner, StoreName store) const override;
    Result<ChainJudgement> judgeChain(const std::vector<Bytes>& chain, std::string_view name) const override;
    Result<std::optional<Service>> service(std::string_view name) const override;
    Result<Firewall> firewall() const override;
    Result<std::vector<SecurityProduct>> securityProducts() const override;
    Result<std::vector<LoggedEvent>> events(const EventQuery& query, const Deadline& deadline) const override;
    Result<std::vector<WinsockProvider>> winsockCatalogue() const override;
    Result<std::vector<NetworkAdapter>> networkAdapters() const override;
    Result<std::vector<Route>> routes() const override;
    Result<std::vector<AdapterProperty>> adapterProperties() const override;
    Result<ProxySettings> proxySettings() const override;
    Result<std::vector<std::string>> proxiesFor(std::string_view url, const Deadline& deadline) const override;
    Result<DnsSettings> dnsSettings() const override;
    Result<std::vector<std::string>> lookUpName(std::string_view name, NameSource source) const override;
    Result<SessionState> sessionState() const override;
    Result<Membership> membership() const override;
    Result<ClockSettings> clockSettings() const override;
    Result<std::optional<std::string>> policyOwner(const RegistryKey& key, std::string_view name) const override;
    Result<Change> current(const Change& like) const override;
    Status perform(const Change& change, const Deadline& deadline) override;
    Status startRemoteDesktop(std::string_view rdpFile) override;

private:
    // A change takes many calls of Windows: nobody looks at such places, or changes them, in the middle of it.
    mutable windows::SharedMutex m_changes;
};

}    // namespace rdpmend

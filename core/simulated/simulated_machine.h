// A Windows PC that is data: for the practice case, for --machine simulated:FILE, and for every test of probes,
// remedies, undo and crashes.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/machine/machine.h"
#include "core/simulated/fault_plan.h"
#include "core/simulated/state.h"

namespace rdpmend {

class SimulatedMachine final : public Machine {
public:
    explicit SimulatedMachine(SimulatedState state = {});
    // From JSON text; from a file, which then follows every change before perform() returns. Both refuse with one
    // sentence.
    static Result<std::unique_ptr<SimulatedMachine>> fromJson(std::string_view json);
    static Result<std::unique_ptr<SimulatedMachine>> load(const std::string& path);
    // Replaces the file it was loaded from as one step; nothing to do when there is none.
    Status save() const;

    SimulatedState state() const;           // a copy; compare it, dump it with toJson()
    void setState(SimulatedState state);    // as somebody else would change the PC: asks no FaultPlan, saves nothing
    void setFaults(FaultPlan* faults);      // nullptr: none; outlives the machine or is taken away again

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
    std::chrono::system_clock::time_point now() const override;
    Result<Change> current(const Change& like) const override;
    Status perform(const Change& change, const Deadline& deadline) override;

    // Told from SimulatedState::system (system_questions.cpp).
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
    Status startRemoteDesktop(std::string_view rdpFile) override;

private:
    // What `answer` says of the system, unless the file says that nobody can look at this subject.
    template <class Answer>
    auto look(std::string_view subject, Answer answer) const;
    // The error that a planned fault wants returned instead of looking.
    std::optional<Error> lookFails() const;
    std::chrono::system_clock::time_point nowUnlocked() const;
    Status saveUnlocked() const;

    mutable std::mutex m_mutex;
    SimulatedState m_state;
    std::string m_path;    // empty: not from a file
    FaultPlan* m_faults = nullptr;
};

}    // namespace rdpmend

// The PC, behind one seam. Probes get the read half; the applier alone holds the write half.
//
// Rules of both halves (checked by tests/core/machine/contract*):
//  - a thing that is absent is a value (nullopt, empty list); a thing that could not be looked at is an Error;
//  - names and paths compare case-insensitively, and keep the case they were written in;
//  - calls may come from several threads at once.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/deadline.h"
#include "core/base/result.h"
#include "core/machine/certificates.h"
#include "core/machine/event_log.h"
#include "core/machine/firewall.h"
#include "core/machine/network_settings.h"
#include "core/machine/services.h"
#include "core/machine/session_state.h"
#include "core/model/change.h"

namespace rdpmend {

struct SavedCredential {
    std::string target{};    // "TERMSRV/pc-17"
    std::string user{};

    bool operator==(const SavedCredential&) const = default;
};

class MachineView {
public:
    virtual ~MachineView() = default;

    // False for the machine that stands for "not a Windows PC": everything else then refuses.
    virtual bool present() const = 0;
    virtual std::string description() const = 0;    // "Windows 11 Pro 23H2 (build 22631)"

    // RegGetValueW / RegQueryValueExW. nullopt: the key or the value does not exist.
    virtual Result<std::optional<RegistryValue>> registryValue(const RegistryKey& key, std::string_view name) const = 0;
    // RegOpenKeyExW.
    virtual Result<bool> hasRegistryKey(const RegistryKey& key) const = 0;
    // The whole tree; refuses trees of more than 4,096 keys and values. nullopt: the key does not exist.
    virtual Result<std::optional<RegistryTree>> registryTree(const RegistryKey& key) const = 0;
    // CredEnumerateW with the filter `prefix*`. Never a password.
    virtual Result<std::vector<SavedCredential>> savedCredentials(std::string_view prefix) const = 0;
    // Whole file, at most 64 KiB (larger is an error). nullopt: does not exist.
    virtual Result<std::optional<Bytes>> file(std::string_view path) const = 0;
    // Absolute paths of the .rdp files in the person's Documents, Desktop and Downloads themselves; at most 200.
    virtual Result<std::vector<std::string>> remoteDesktopFiles() const = 0;
    // The text of the hosts file, at most 64 KiB.
    virtual Result<std::string> hostsFile() const = 0;
    // A folder where the program may leave files for the person ("...\\AppData\\Local\\rdpmend"); absolute.
    virtual Result<std::string> ownFolder() const = 0;
    virtual std::chrono::system_clock::time_point now() const = 0;

    // What follows a machine may be unable to look at; one that does not override a question answers with an Error.

    virtual Result<std::vector<StoredCertificate>> certificates(StoreOwner owner, StoreName store) const;
    // `chain` is DER, leaf first. Cached lists and certificates only.
    virtual Result<ChainJudgement> judgeChain(const std::vector<Bytes>& chain, std::string_view name) const;
    // nullopt: there is no such service.
    virtual Result<std::optional<Service>> service(std::string_view name) const;
    virtual Result<Firewall> firewall() const;
    virtual Result<std::vector<SecurityProduct>> securityProducts() const;
    // Newest first. A channel that does not exist, or is off, is an Error.
    virtual Result<std::vector<LoggedEvent>> events(const EventQuery& query, const Deadline& deadline) const;
    virtual Result<std::vector<WinsockProvider>> winsockCatalogue() const;
    virtual Result<std::vector<NetworkAdapter>> networkAdapters() const;
    virtual Result<std::vector<Route>> routes() const;
    virtual Result<std::vector<AdapterProperty>> adapterProperties() const;
    virtual Result<ProxySettings> proxySettings() const;
    // The proxies that Windows would use for this http(s) URL, in order ("proxy:8080"); empty: directly. A PAC script
    // is fetched and run by Windows.
    virtual Result<std::vector<std::string>> proxiesFor(std::string_view url, const Deadline& deadline) const;
    virtual Result<DnsSettings> dnsSettings() const;
    // Address literals that one source alone has for the name (DnsQuery_W); empty: it has none.
    virtual Result<std::vector<std::string>> lookUpName(std::string_view name, NameSource source) const;
    virtual Result<SessionState> sessionState() const;
    virtual Result<Membership> membership() const;
    virtual Result<ClockSettings> clockSettings() const;
    // The name of the Group Policy object that sets this value; nullopt: no policy does.
    virtual Result<std::optional<std::string>> policyOwner(const RegistryKey& key, std::string_view name) const;

protected:
    // What a question answers that this machine does not override; `at` is what it would look at ("services").
    virtual Error cannotLook(std::string_view at) const;
};

class Machine : public MachineView {
public:
    // The change of the same kind and place that describes what the place holds now. The name of a value, a credential
    // or a file is spelled as it is stored, so that putting it back gives the same PC.
    virtual Result<Change> current(const Change& like) const = 0;
    // Makes the place hold what `change` says, durably; idempotent. Putting a saved credential back is refused. A value
    // creates its key; a key replaced without a descriptor inherits one. Never a whole hive, never a relative path.
    virtual Status perform(const Change& change, const Deadline& deadline) = 0;
    // Starts Windows' own Remote Desktop client with an .rdp file, and does not wait for it.
    virtual Status startRemoteDesktop(std::string_view rdpFile);
};

}    // namespace rdpmend

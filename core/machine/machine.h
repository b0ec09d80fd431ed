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
    // Absolute paths of the .rdp files in the person's Documents, Desktop and Downloads; at most 200.
    virtual Result<std::vector<std::string>> remoteDesktopFiles() const = 0;
    // The text of the hosts file, at most 64 KiB.
    virtual Result<std::string> hostsFile() const = 0;
    // A folder where the program may leave files for the person ("...\\AppData\\Local\\rdpmend"); absolute.
    virtual Result<std::string> ownFolder() const = 0;
    virtual std::chrono::system_clock::time_point now() const = 0;
};

class Machine : public MachineView {
public:
    // The change of the same kind and place that describes what the place holds now. The name of a value, a credential
    // or a file is spelled as it is stored, so that putting it back gives the same PC.
    virtual Result<Change> current(const Change& like) const = 0;
    // Makes the place hold what `change` says, durably; idempotent. Putting a saved credential back is refused. A value
    // creates its key; a key replaced without a descriptor inherits one. Never a whole hive, never a relative path.
    virtual Status perform(const Change& change, const Deadline& deadline) = 0;
};

}    // namespace rdpmend

#include "core/windows/windows_machine.h"

#include "core/changes/changes.h"
#include "core/windows/credentials.h"
#include "core/windows/files.h"
#include "core/windows/folders.h"
#include "core/windows/registry.h"
#include "core/windows/version.h"

namespace rdpmend {

std::string WindowsMachine::description() const
{
    return windows::version();
}

Result<std::optional<RegistryValue>> WindowsMachine::registryValue(const RegistryKey& key, std::string_view name) const
{
    const std::lock_guard lock(m_mutex);
    return windows::readValue(key, name);
}

Result<bool> WindowsMachine::hasRegistryKey(const RegistryKey& key) const
{
    const std::lock_guard lock(m_mutex);
    return windows::hasKey(key);
}

Result<std::optional<RegistryTree>> WindowsMachine::registryTree(const RegistryKey& key) const
{
    const std::lock_guard lock(m_mutex);
    return windows::readTree(key);
}

Result<std::vector<SavedCredential>> WindowsMachine::savedCredentials(std::string_view prefix) const
{
    const std::lock_guard lock(m_mutex);
    return windows::savedCredentials(prefix);
}

Result<std::optional<Bytes>> WindowsMachine::file(std::string_view path) const
{
    const std::lock_guard lock(m_mutex);
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

Result<Change> WindowsMachine::current(const Change& like) const
{
    const std::lock_guard lock(m_mutex);
    return std::visit([](const auto& kind) { return windows::current(kind); }, like);
}

Status WindowsMachine::perform(const Change& change, const Deadline& deadline)
{
    const std::lock_guard lock(m_mutex);
    if (deadline.over())
        return Error{.domain = deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut,
                     .doing = "change " + place(change)};
    return std::visit([](const auto& kind) { return windows::perform(kind); }, change);
}

}    // namespace rdpmend

#include "app/broker/registry_machine.h"

#include "core/windows/registry.h"

namespace rdpmend {

Result<std::optional<RegistryValue>> RegistryMachine::registryValue(const RegistryKey& key, std::string_view name) const
{
    return windows::readValue(key, name);
}

Result<bool> RegistryMachine::hasRegistryKey(const RegistryKey& key) const
{
    return windows::hasKey(key);
}

Result<std::optional<RegistryTree>> RegistryMachine::registryTree(const RegistryKey& key) const
{
    return windows::readTree(key);
}

Result<Change> RegistryMachine::current(const Change& like) const
{
    if (const auto* value = std::get_if<SetRegistryValue>(&like)) return windows::current(*value);
    if (const auto* key = std::get_if<ReplaceRegistryKey>(&like)) return windows::current(*key);
    return notMine();
}

Status RegistryMachine::perform(const Change& change, const Deadline&)
{
    if (const auto* value = std::get_if<SetRegistryValue>(&change)) return windows::perform(*value);
    if (const auto* key = std::get_if<ReplaceRegistryKey>(&change)) return windows::perform(*key);
    return notMine();
}

}    // namespace rdpmend

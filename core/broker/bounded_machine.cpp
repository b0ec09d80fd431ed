#include "core/broker/bounded_machine.h"

#include <algorithm>

#include "core/changes/changes.h"
#include "core/remedies/places.h"
#include "core/remedies/steps.h"

namespace rdpmend::broker {
Result<std::optional<RegistryValue>> BoundedMachine::registryValue(const RegistryKey& key, std::string_view name) const
{
    if (key.hive == Hive::CurrentUser) return std::optional<RegistryValue>{};
    return m_machine.registryValue(key, name);
}

Result<bool> BoundedMachine::hasRegistryKey(const RegistryKey& key) const
{
    if (key.hive == Hive::CurrentUser) return false;
    return m_machine.hasRegistryKey(key);
}

Result<std::optional<RegistryTree>> BoundedMachine::registryTree(const RegistryKey& key) const
{
    if (key.hive == Hive::CurrentUser) return std::optional<RegistryTree>{};
    return m_machine.registryTree(key);
}

Result<Change> BoundedMachine::current(const Change& like) const
{
    if (scopeOf(like) != Scope::Machine) return notMine();
    return m_machine.current(like);
}

Status BoundedMachine::perform(const Change& change, const Deadline& deadline)
{
    const auto now = current(change);
    if (!now) return now.error();
    const bool inside = std::ranges::any_of(allRemedies(), [&](const Remedy* remedy) {
        return staysInside(*remedy, change) && losesOnlyWhatIsInside(*remedy, *now);
    });
    if (!inside)
        return refusal(place(change) +
                       " is none of the places that a fix may change, or holds more than the fix put "
                       "there, so it is left alone.");
    return m_machine.perform(change, deadline);
}

}    // namespace rdpmend::broker

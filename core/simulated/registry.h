// The registry of the simulated PC: the person's hive, and the machine's in its two views.
#pragma once

#include <optional>
#include <string_view>

#include "core/model/change.h"

namespace rdpmend {

class SimulatedRegistry {
public:
    // nullptr: the key does not exist. Valid until the next change.
    const RegistryTree* find(const RegistryKey& key) const;
    // A value creates its key; nullopt removes the value and leaves the key.
    void set(const RegistryKey& key, std::string_view name, std::optional<RegistryValue> value);
    void replace(const RegistryKey& key, std::optional<RegistryTree> tree);
    void setSddl(const RegistryKey& key, std::string sddl);    // creates the key

    const RegistryTree& currentUser() const { return m_currentUser; }
    const RegistryTree& localMachine(View view) const { return view == View::Registry64 ? m_machine64 : m_machine32; }

    bool operator==(const SimulatedRegistry&) const = default;

private:
    RegistryTree& root(const RegistryKey& key);

    RegistryTree m_currentUser{};
    RegistryTree m_machine64{};    // and all that has only one view
    RegistryTree m_machine32{};
};

const NamedValue* findValue(const RegistryTree& key, std::string_view name);

}    // namespace rdpmend

// The DWORD at a place of the registry, as most settings of Windows are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/machine/machine.h"

namespace rdpmend {

// nullopt: absent, or not a DWORD.
inline Result<std::optional<std::uint32_t>> numberAt(const MachineView& machine, const RegistryKey& key,
                                                     std::string_view name)
{
    const auto value = machine.registryValue(key, name);
    if (!value) return value.error();
    if (!*value) return std::optional<std::uint32_t>{};
    return (*value)->asDword();
}

}    // namespace rdpmend

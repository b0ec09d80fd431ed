// Registry.pol: the registry values that a Group Policy object sets. [MS-GPREG] "Group Policy: Registry Extension
// Encoding", sections 2.2.1 and 3.2.5.1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend::protocol {

inline constexpr std::size_t policyFileLimit = 4 * 1024 * 1024;    // bytes

struct PolicySetting {
    std::string key{};         // below the hive, "Software\\Policies\\..."
    std::string value{};       // its name, or an instruction: "**Del.fPromptForPassword"
    std::uint32_t type = 0;    // REG_*
    Bytes data{};

    bool operator==(const PolicySetting&) const = default;
};

// Refuses what is not whole: too large, another signature or version, an entry cut short; more than 65,536 entries.
Result<std::vector<PolicySetting>> parsePolicyFile(ByteView content);

// Whether the settings decide about this value: they set it, or see to it that it is not there.
bool decides(const std::vector<PolicySetting>& settings, std::string_view key, std::string_view name);

}    // namespace rdpmend::protocol

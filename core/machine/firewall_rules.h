// Which rules of the firewall speak about one connection that goes out. What a rule says in words that only Windows can
// resolve ("LocalSubnet", "DNS") covers nothing here: a rule is never blamed for what it may not say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/machine/firewall.h"

namespace rdpmend {

struct Outgoing {
    std::string program{};             // as it stands below the folder of Windows: "\\system32\\mstsc.exe"
    std::uint16_t port = 0;            // TCP
    std::vector<Bytes> addresses{};    // one of them is enough
};

// An enabled rule for outgoing TCP in one of these profiles (NET_FW_PROFILE2_* bits).
bool covers(const FirewallRule& rule, const Outgoing& connection, std::uint32_t profiles);
// The rule names a program, and not every program.
bool namesProgram(const FirewallRule& rule);
// The profiles that are in force now.
std::uint32_t profilesInForce(const Firewall& firewall);

}    // namespace rdpmend

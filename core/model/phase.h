// The five phases are permanent: their number is what the helpdesk says aloud.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace rdpmend {

enum class Phase : std::uint8_t { Network = 1, Certificates, Credentials, Licensing, Transport };

inline constexpr std::array allPhases{Phase::Network, Phase::Certificates, Phase::Credentials, Phase::Licensing,
                                      Phase::Transport};

constexpr int number(Phase phase)
{
    return static_cast<int>(phase);
}
std::string_view name(Phase phase);    // "network": the first part of every id of that phase

// Who has to act.
enum class Side : std::uint8_t { ThisPc, Network, Gateway, OtherComputer };

std::string_view name(Side side);    // "this_pc", "network", "gateway", "other_computer"

}    // namespace rdpmend

// The way to the other computer, hop by hop, with what is known of each: the picture of the report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/report.h"

namespace rdpmend {

enum class HopState : std::uint8_t { NotLooked, Fine, Found, Broken };

struct Hop {
    Side side = Side::ThisPc;
    std::string name{};    // "You", "Network", "Gateway", or the host's name; not escaped
    HopState state = HopState::NotLooked;
};

std::vector<Hop> pathOf(const Case& theCase);    // this PC, network, gateway if one is used, other computer
std::string_view name(HopState state);           // "not looked at", "fine", "found something", "broken"
std::string pathPicture(const Case& theCase);    // inline SVG; its colours are classes of html_style.h

}    // namespace rdpmend

// The real network, except that the practice case answers for its own names and ports.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/machine/net.h"

namespace rdpmend {

struct PracticeNetSettings {
    std::vector<std::string> names{};                     // resolve to 127.0.0.1
    std::map<std::uint16_t, std::uint16_t> tcpPorts{};    // on 127.0.0.1: the port asked for -> the one that listens
    std::map<std::uint16_t, std::uint16_t> udpPorts{};
};

std::unique_ptr<Net> makePracticeNet(std::unique_ptr<Net> real, PracticeNetSettings settings);

}    // namespace rdpmend

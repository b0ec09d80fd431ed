// How much of a PC is looked at and kept, the same for every machine.
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/result.h"
#include "core/model/change.h"

namespace rdpmend {

constexpr std::size_t largestFile = 64 * 1024;    // bytes
constexpr std::size_t largestTree = 4096;         // keys and values
constexpr std::size_t mostRemoteDesktopFiles = 200;

std::size_t entries(const RegistryTree& tree);    // its keys and values, itself included
// The refusal when it is no path of a key: never a whole hive, no empty part.
std::optional<Error> unusable(const RegistryKey& key);

}    // namespace rdpmend

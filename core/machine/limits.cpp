#include "core/machine/limits.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend {

std::size_t entries(const RegistryTree& tree)
{
    std::size_t count = 1 + tree.values.size();
    for (const auto& key : tree.keys) count += entries(key);
    return count;
}

std::optional<Error> unusable(const RegistryKey& key)
{
    const auto parts = split(key.path, '\\');
    if (std::ranges::none_of(parts, &std::string::empty)) return std::nullopt;
    return refusal("\"" + sanitise(key.path) + "\" is not the path of a registry key.");
}

}    // namespace rdpmend

// Looking up keys and values of a registry tree by name, as Windows does: without case.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/base/text.h"

namespace rdpmend::probes {

// nullptr: there is none.
template <class Named>
const Named* findNamed(const std::vector<Named>& list, std::string_view name)
{
    const auto found =
        std::ranges::find_if(list, [name](const Named& one) { return equalIgnoringCase(one.name, name); });
    return found == list.end() ? nullptr : &*found;
}

}    // namespace rdpmend::probes

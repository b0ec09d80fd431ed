#include "core/practice/behaviour.h"

#include <algorithm>

namespace rdpmend {

const Break* findBreak(const std::vector<Break>& breaks, Moment at, const MachineView& machine)
{
    const auto found = std::ranges::find_if(breaks, [at, &machine](const Break& candidate) {
        return candidate.at == at && (!candidate.condition || candidate.condition(machine));
    });
    return found == breaks.end() ? nullptr : &*found;
}

}    // namespace rdpmend

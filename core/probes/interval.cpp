#include "core/probes/interval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace rdpmend::probes {
namespace {

constexpr double normal = 1.960;    // the two-sided 95 % quantile

// The same quantile of Student's t with 1, 2, ... degrees of freedom.
constexpr std::array studentT{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

}    // namespace

Interval meanInterval(std::span<const double> samples)
{
    const auto count = static_cast<double>(samples.size());
    const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / count;
    double squares = 0;
    for (const double one : samples) squares += (one - mean) * (one - mean);
    const auto freedom = samples.size() - 1;
    const double t = freedom <= studentT.size() ? studentT[freedom - 1] : normal;
    const double half = t * std::sqrt(squares / static_cast<double>(freedom) / count);
    return {.from = mean - half, .to = mean + half};
}

Interval shareInterval(unsigned hits, unsigned all)
{
    const double n = all, share = hits / n, z2 = normal * normal;
    const double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return {.from = std::max(0.0, middle - half), .to = std::min(1.0, middle + half)};
}

}    // namespace rdpmend::probes

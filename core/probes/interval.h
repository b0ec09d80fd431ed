// What a few measurements allow to say: 95 % confidence intervals, stated instead of numbers that pretend to be exact.
#pragma once

#include <span>

namespace rdpmend::probes {

struct Interval {
    double from = 0, to = 0;
};

// Of the mean, by Student's t distribution; at least two samples.
Interval meanInterval(std::span<const double> samples);
// Of a share (0 to 1) of which `hits` of `all` were seen, by E. B. Wilson's score (1927); `all` is not 0.
Interval shareInterval(unsigned hits, unsigned all);

}    // namespace rdpmend::probes

// Findings to ranked causes, after the rules of resources/facts/causes.json. Pure: the same outcomes give the same
// list.
#pragma once

#include <vector>

#include "core/facts/facts.h"
#include "core/model/diagnosis.h"

namespace rdpmend {

// A cause is listed when all findings of one of its establishing sets were seen. Its likelihood is the logistic of its
// prior plus all evidence for and against; what could not be looked at is evidence for nothing.
std::vector<RankedCause> rankCauses(const Outcomes& outcomes, const Facts& facts);

// Healthy: the way was looked at to its end and nothing blocks. Inconclusive: nothing blocks, but something on the way
// could not be looked at.
Overall overallOf(const Outcomes& outcomes, const std::vector<RankedCause>& causes);

Diagnosis diagnosisOf(Outcomes outcomes, const Facts& facts);

}    // namespace rdpmend

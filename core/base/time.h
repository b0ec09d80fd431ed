// Points in time as text, always UTC and independent of any locale.
#pragma once

#include <chrono>
#include <string>

namespace rdpmend {

std::string isoTime(std::chrono::system_clock::time_point time);      // "2026-11-21T12:00:00Z"
std::string plainDate(std::chrono::system_clock::time_point time);    // "21 November 2026"
// "3 seconds", "2 hours", "about 3 years": the largest unit that fits; never negative.
std::string plainSpan(std::chrono::seconds span);

}    // namespace rdpmend

// Points in time as text, always UTC and independent of any locale.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rdpmend {

std::string isoTime(std::chrono::system_clock::time_point time);    // "2026-11-21T12:00:00Z"
// Back again, with up to nine digits of a second; nullopt: it is no such text.
std::optional<std::chrono::system_clock::time_point> fromIsoTime(std::string_view text);
std::string plainDate(std::chrono::system_clock::time_point time);    // "21 November 2026"
// "3 seconds", "2 hours", "about 3 years": the largest unit that fits; never negative.
std::string plainSpan(std::chrono::seconds span);

}    // namespace rdpmend

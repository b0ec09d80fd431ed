#include "core/base/time.h"

#include <array>

#include <fmt/format.h>

namespace rdpmend {

namespace chrono = std::chrono;

std::string isoTime(chrono::system_clock::time_point time)
{
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date(day);
    const chrono::hh_mm_ss clock(chrono::floor<chrono::seconds>(time - day));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int{date.year()}, unsigned{date.month()},
                       unsigned{date.day()}, clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string plainDate(chrono::system_clock::time_point time)
{
    static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    const chrono::year_month_day date(chrono::floor<chrono::days>(time));
    return fmt::format("{} {} {}", unsigned{date.day()}, months.at(unsigned{date.month()} - 1), int{date.year()});
}

std::string plainSpan(chrono::seconds span)
{
    struct Unit {
        std::int64_t seconds;
        const char* name;
    };
    static constexpr std::array units{Unit{365 * 86400, "year"}, Unit{86400, "day"}, Unit{3600, "hour"},
                                      Unit{60, "minute"}};
    const auto count = span.count() < 0 ? -span.count() : span.count();
    for (const auto& unit : units) {
        const auto whole = (count + unit.seconds / 2) / unit.seconds;
        if (count >= unit.seconds)
            return fmt::format("{}{} {}{}", count % unit.seconds == 0 ? "" : "about ", whole, unit.name,
                               whole == 1 ? "" : "s");
    }
    return fmt::format("{} second{}", count, count == 1 ? "" : "s");
}

}    // namespace rdpmend

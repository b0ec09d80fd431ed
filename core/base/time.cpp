#include "core/base/time.h"

#include <algorithm>
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

std::optional<chrono::system_clock::time_point> fromIsoTime(std::string_view text)
{
    constexpr std::string_view shape = "0000-00-00T00:00:00";
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() <= shape.size() || !text.ends_with('Z')) return {};
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == '0' ? !isDigit(text[i]) : text[i] != shape[i]) return {};
    auto fraction = text.substr(shape.size(), text.size() - shape.size() - 1);
    if (!fraction.empty() && (fraction.size() < 2 || fraction.size() > 10 || fraction[0] != '.')) return {};
    fraction.remove_prefix(fraction.empty() ? 0 : 1);
    if (!std::ranges::all_of(fraction, isDigit)) return {};

    const auto number = [text](std::size_t at, std::size_t digits) {
        int value = 0;
        for (const char digit : text.substr(at, digits)) value = value * 10 + (digit - '0');
        return value;
    };
    const chrono::year_month_day date{chrono::year(number(0, 4)), chrono::month(static_cast<unsigned>(number(5, 2))),
                                      chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return {};
    const chrono::nanoseconds part(std::stoll(std::string(fraction) + std::string(9 - fraction.size(), '0')));
    return chrono::sys_days(date) + chrono::hours(number(11, 2)) + chrono::minutes(number(14, 2)) +
           chrono::duration_cast<chrono::system_clock::duration>(chrono::seconds(number(17, 2)) + part);
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

// Needs: the host's clock (NTLM timestamp) or the gateway's (HTTP Date).  Finds: clocks too far apart for Kerberos.
#include <array>
#include <cstdio>
#include <optional>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

namespace chrono = std::chrono;

constexpr auto kerberosLimit = chrono::minutes(5);

// IMF-fixdate, RFC 9110 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<chrono::system_clock::time_point> httpDate(std::string_view text)
{
    static constexpr std::array months{"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto parts = split(trim(text), ' ');
    if (parts.size() != 6) return std::nullopt;
    const auto clock = split(parts[4], ':');
    const auto day = parseNumber(parts[1]);
    const auto year = parseNumber(parts[3]);
    unsigned month = 0;
    while (month < months.size() && !equalIgnoringCase(parts[2], months[month])) ++month;
    if (clock.size() != 3 || !day || !year || *day > 31 || *year > 9999 || month == months.size()) return std::nullopt;
    const auto hours = parseNumber(clock[0]), minutes = parseNumber(clock[1]), seconds = parseNumber(clock[2]);
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)), chrono::month(month + 1),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return chrono::sys_days(date) + chrono::hours(*hours) + chrono::minutes(*minutes) + chrono::seconds(*seconds);
}

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Session, c.deadline);
    std::optional<chrono::system_clock::time_point> theirs;
    std::string source;
    if (attempt.challenge && attempt.challenge->timestamp) {
        theirs = attempt.challenge->timestamp;
        source = "NTLM timestamp";
    } else if (attempt.http) {
        theirs = httpDate(attempt.http->first("date"));
        source = "HTTP Date";
    }
    if (!theirs) return Outcome::notApplicable("not_applicable.no_clock_shown");

    // The machine's clock and not our own process's: a practice PC has a clock of its own.
    const auto sinceAsked = chrono::system_clock::now() - attempt.challengeAt.value_or(chrono::system_clock::now());
    const auto ours = c.machine.now() - sinceAsked;
    const auto apart = chrono::duration_cast<chrono::seconds>(*theirs - ours);
    const std::vector<Evidence> evidence{{.key = "clock.theirs", .value = isoTime(*theirs)},
                                         {.key = "clock.ours", .value = isoTime(ours)},
                                         {.key = "clock.apart", .value = plainSpan(chrono::abs(apart))},
                                         {.key = "clock.this_pc_is", .value = apart.count() > 0 ? "behind" : "ahead"},
                                         {.key = "clock.source", .value = source}};
    Outcome outcome{.verdict = Verdict::Healthy, .facts = evidence};
    if (chrono::abs(apart) > kerberosLimit) outcome.add({.id = "certificates.clock_differs", .evidence = evidence});
    return outcome;
}

}    // namespace

extern const Probe certificates_clock;
const Probe certificates_clock{.id = "certificates.clock",
                               .phase = Phase::Certificates,
                               .place = Place::Network,
                               .needs = {"transport.tls_handshake"},
                               .after = {"transport.session_start", "transport.gateway"},
                               .run = run};

}    // namespace rdpmend::probes

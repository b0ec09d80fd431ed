// Sentences about the parts of a case, so that terminal, window, JSON, HTML and ticket all say the same. Foreign values
// inside them are sanitised; nothing is escaped for HTML here.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/facts/facts.h"
#include "core/report/report.h"

namespace rdpmend::words {

Values values(const Case& theCase);    // {host} and {gateway}
std::string finding(const Case& theCase, const Facts& facts, const Finding& finding);
// The finding's own sentence, or for "<probe id>=healthy" that this probe found nothing wrong.
std::string argument(const Case& theCase, const Facts& facts, const Argument& argument);
std::string causeTitle(const Case& theCase, const Facts& facts, std::string_view cause);
std::string causeVerdict(const Case& theCase, const Facts& facts, const RankedCause& cause);
std::string nextTest(const Case& theCase, const Facts& facts, const RankedCause& cause);    // empty when it is settled
std::string withheld(const Case& theCase, const Facts& facts, const Withheld& withheld);
std::string because(const Facts& facts, const Outcome& outcome);    // why a probe did not look; empty when it did
std::string whoActs(const Facts& facts, Side side);
std::string probeTitle(const Facts& facts, std::string_view probe);
std::string fixTitle(const Facts& facts, std::string_view fix);
std::string phaseTitle(const Facts& facts, Phase phase);
std::string reversal(Reversal reversal);                        // "can be undone exactly"
std::string effect(Effect effect);                              // "it worked"
std::string utc(std::chrono::system_clock::time_point when);    // "2026-11-21T09:14:05Z"
// Of a recording.
std::string line(const Facts& facts, const capture::Line& line);
std::string observation(const Facts& facts, const capture::Observation& observation);

}    // namespace rdpmend::words

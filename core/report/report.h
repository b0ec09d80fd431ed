// The case as JSON (versioned, resources/schema/report.schema.json), as one HTML file, and as text for a ticket.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/capture/story.h"
#include "core/facts/facts.h"
#include "core/model/diagnosis.h"
#include "core/model/history.h"
#include "core/model/plan.h"
#include "core/model/target.h"

namespace rdpmend {

struct Case {
    Target target{};
    Diagnosis diagnosis{};
    Plan plan{};
    std::vector<StepResult> results{};
    std::vector<HistoryEntry> history{};
    std::optional<capture::Recording> recording{};    // what the case was diagnosed from, when that was a recording
    std::string machine{};                            // MachineView::description
    std::chrono::system_clock::time_point when{};
};

struct ReportOptions {
    bool redact = true;    // Personal evidence becomes consistent pseudonyms
};

std::string toJson(const Case& theCase, const Facts& facts, const ReportOptions& options);
std::string toHtml(const Case& theCase, const Facts& facts, const ReportOptions& options);
std::string toTicket(const Case& theCase, const Facts& facts, const ReportOptions& options);
// What was ever changed, with how it stands now; each entry as in the report, and "standing".
std::string historyToJson(std::span<const std::pair<HistoryEntry, Standing>> history);

// "pc-17 refuses the connection itself. ...": the one sentence, who must act, and the ready note for them.
struct VerdictWords {
    std::string sentence{};
    std::string whoActs{};
    std::string note{};
};
VerdictWords verdictWords(const Case& theCase, const Facts& facts);

}    // namespace rdpmend

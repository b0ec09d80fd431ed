// One stream of events tells the story of a case; the window, the command line, the report and the tests all listen.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "core/model/diagnosis.h"
#include "core/model/history.h"
#include "core/model/plan.h"

namespace rdpmend {

struct DiagnosisStarted {
    std::size_t probes = 0;
};
struct ProbeStarted {
    std::string id;
};
struct ProbeFinished {
    std::string id;
    Outcome outcome;
};
struct DiagnosisFinished {
    Diagnosis diagnosis;
};
struct StepStarted {
    std::string fix;
};
struct ChangeMade {
    std::string fix;
    std::int64_t number = 0;
};    // journalled, made and read back
struct StepFinished {
    StepResult result;
};
struct ChangeUndone {
    UndoResult result;
};

using Event = std::variant<DiagnosisStarted, ProbeStarted, ProbeFinished, DiagnosisFinished, StepStarted, ChangeMade,
                           StepFinished, ChangeUndone>;

// Called from worker threads, one call at a time.
using Sink = std::function<void(const Event&)>;

}    // namespace rdpmend

// The seam to whoever may change what belongs to the whole PC: the elevated broker. It keeps a journal of its own.
// Numbers of changes and runs are that journal's here, and positive.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/journal/journal.h"
#include "core/model/event.h"
#include "core/model/history.h"
#include "core/model/plan.h"

namespace rdpmend {

class Elevated {
public:
    virtual ~Elevated() = default;

    // Asks the person for an administrator's consent once, and makes these machine-wide steps. One result per step.
    // `run` joins them with the part of the plan that is made without rights.
    virtual std::vector<StepResult> carryOut(std::span<const PlanStep> steps, const RunId& run, const Sink& sink) = 0;
    // Asks again, unless these are changes that carryOut() has just made.
    virtual std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink,
                                         bool evenIfChanged) = 0;
    virtual std::vector<UndoResult> undoAll(const Sink& sink, bool evenIfChanged) = 0;
    virtual Status settle(std::int64_t run) = 0;

    // What was made machine-wide, for reading; everybody may. Refuses while a crash left the journal half written.
    virtual Result<std::unique_ptr<Journal>> journal() const = 0;
};

// The person said no when Windows asked: not a failure, and nothing was changed. The code is ERROR_CANCELLED of
// winerror.h, what ShellExecuteExW says of a declined question.
inline Error consentDeclined()
{
    return {.domain = Domain::Cancelled, .code = 1223, .doing = "ask for an administrator's consent"};
}
inline bool isDeclined(const Error& error)
{
    return error.domain == Domain::Cancelled && error.code == consentDeclined().code;
}

}    // namespace rdpmend

// The commands. Each returns the exit status of the program.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/exit_status.h"
#include "app/cli/terminal.h"

namespace rdpmend::cli {

ExitStatus check(const CheckArguments& arguments, Terminal& terminal);
ExitStatus explain(const ExplainArguments& arguments, Terminal& terminal);
ExitStatus plan(const PlanArguments& arguments, Terminal& terminal);
ExitStatus fix(const FixArguments& arguments, Terminal& terminal);
ExitStatus undo(const UndoArguments& arguments, Terminal& terminal);
ExitStatus history(const HistoryArguments& arguments, Terminal& terminal);
ExitStatus practice(const PracticeArguments& arguments, Terminal& terminal);
ExitStatus capture(const CaptureArguments& arguments, Terminal& terminal);
ExitStatus pc(const PcArguments& arguments, Terminal& terminal);
ExitStatus tryOut(const TryArguments& arguments, Terminal& terminal);

}    // namespace rdpmend::cli

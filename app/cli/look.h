// Looking, as check, plan, fix and practice do it: progress while it runs, and the case as the report knows it.
#pragma once

#include <stop_token>

#include "app/cli/exit_status.h"
#include "app/cli/terminal.h"
#include "core/engine/session.h"
#include "core/report/report.h"

namespace rdpmend::cli {

// One line that says what is being looked at; silent in a pipe.
Sink progressOn(Terminal& terminal, const Facts& facts);

// The diagnosis, and the plan that the ranking proposes; an unreadable PC leaves the plan empty and is said.
Case look(Session& session, const Target& target, Terminal& terminal, std::stop_token stop);
// The changes that a session made, as they stand in its journal.
void addHistory(Case& theCase, const Session& session);

ExitStatus statusOf(const Case& theCase);

}    // namespace rdpmend::cli

// A case in words on the terminal.
#pragma once

#include <string_view>
#include <vector>

#include "app/cli/terminal.h"
#include "core/engine/session.h"
#include "core/report/report.h"

namespace rdpmend::cli {

void printVerdict(Terminal& terminal, const Case& theCase, const Facts& facts);    // sentence, who acts, why, next test
// What each address of the cloud said, when the person asked for them.
void printCloud(Terminal& terminal, const Case& theCase);
void printOtherCauses(Terminal& terminal, const Case& theCase, const Facts& facts);
void printNote(Terminal& terminal, const Case& theCase, const Facts& facts);
void printOffers(Terminal& terminal, const Case& theCase, const Facts& facts);    // fixes, and those withheld
void printWithheld(Terminal& terminal, const Case& theCase, const Facts& facts);
void printSteps(Terminal& terminal, const Case& theCase, const Facts& facts);    // place: before -> after
void printResults(Terminal& terminal, const Case& theCase, const Facts& facts);
void printUndone(Terminal& terminal, const std::vector<UndoResult>& results);

}    // namespace rdpmend::cli

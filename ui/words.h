// The words for what core says. Sentences about a case come from core/report/words.h, so that window, report and
// command line say the same; what only the window needs is translated here.
#pragma once

#include <QString>
#include <chrono>
#include <string>
#include <string_view>

#include "core/facts/facts.h"
#include "core/model/diagnosis.h"
#include "core/model/history.h"
#include "core/model/plan.h"
#include "core/model/target.h"
#include "core/report/report.h"

namespace rdpmend::ui {

// Core's UTF-8 as a string that may be shown; sanitised once more, because nobody can see from here where it came from.
QString plain(std::string_view text);
std::string toUtf8(const QString& text);

// Text of resources/text by id, with {host} and {gateway} filled in; empty when there is none.
QString factText(std::string_view id, const Case& theCase = {});
QString fixVerb(const PlanStep& step);    // what its button says: "Clear the licence cache"
QString probeTitle(std::string_view probe);
QString probeProgress(std::string_view probe, const Case& theCase);
QString phaseTitle(Phase phase);
QString evidenceName(std::string_view key);    // "certificate.not_after" as "certificate: not after"

QString errorText(const Error& error);    // as a sentence
QString reversalText(Reversal reversal);
QString scopeText(Scope scope);
QString changeStateText(ChangeState state);
QString standingText(Standing standing);
QString timeText(std::chrono::system_clock::time_point when);

Phase phaseOfFix(std::string_view fix);    // "F401" is Licensing
Phase phaseOfId(std::string_view id);      // "licensing.store" is Licensing; Transport when there is no such phase

}    // namespace rdpmend::ui

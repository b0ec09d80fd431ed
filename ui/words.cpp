#include "ui/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "core/base/text.h"
#include "core/report/words.h"

namespace rdpmend::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr std::size_t longestText = 4096;

QString sentence(QString text)
{
    if (text.isEmpty()) return text;
    text[0] = text[0].toUpper();
    if (!text.endsWith(QLatin1Char('.')) && !text.endsWith(QLatin1Char('?')) && !text.endsWith(QLatin1Char('!')))
        text += QLatin1Char('.');
    return text;
}

}    // namespace

QString plain(std::string_view text)
{
    return QString::fromStdString(sanitise(text, longestText));
}

std::string toUtf8(const QString& text)
{
    return text.toStdString();
}

QString factText(std::string_view id, const Case& theCase)
{
    return plain(Facts::builtIn().text(id, words::values(theCase)));
}

QString fixVerb(const PlanStep& step)
{
    const QString verb = factText("fix." + step.fix + ".verb");
    return verb.isEmpty() ? plain(words::fixTitle(Facts::builtIn(), step.fix)) : verb;
}

QString probeTitle(std::string_view probe)
{
    return plain(words::probeTitle(Facts::builtIn(), probe));
}

QString probeProgress(std::string_view probe, const Case& theCase)
{
    const QString progress = factText("probe." + std::string(probe) + ".progress", theCase);
    return progress.isEmpty() ? Words::tr("Checking: %1").arg(probeTitle(probe)) : progress;
}

QString phaseTitle(Phase phase)
{
    return plain(words::phaseTitle(Facts::builtIn(), phase));
}

QString evidenceName(std::string_view key)
{
    QString text = plain(key);
    text.replace(QLatin1Char('.'), QLatin1String(": "));
    return text.replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString errorText(const Error& error)
{
    return sentence(plain(describe(error)));
}

QString reversalText(Reversal reversal)
{
    switch (reversal) {
    case Reversal::Nothing: return Words::tr("Leaves nothing behind");
    case Reversal::Exact: return Words::tr("Can be undone exactly");
    case Reversal::FromCopy: return Words::tr("Can be undone from a stored copy");
    case Reversal::Impossible: return Words::tr("Cannot be undone");
    }
    return {};
}

QString scopeText(Scope scope)
{
    switch (scope) {
    case Scope::User: return Words::tr("For you alone");
    case Scope::Machine: return Words::tr("For everybody on this PC; Windows asks for an administrator");
    }
    return {};
}

QString changeStateText(ChangeState state)
{
    switch (state) {
    case ChangeState::Intended: return Words::tr("interrupted");
    case ChangeState::Done: return Words::tr("made");
    case ChangeState::Undone: return Words::tr("put back");
    case ChangeState::Failed: return Words::tr("could not be made");
    case ChangeState::Kept: return Words::tr("kept");
    }
    return {};
}

QString standingText(Standing standing)
{
    switch (standing) {
    case Standing::AsBefore: return Words::tr("as before");
    case Standing::Ours: return Words::tr("as this program left it");
    case Standing::ChangedSince: return Words::tr("something else changed it since");
    case Standing::Unknown: return Words::tr("could not look");
    }
    return {};
}

QString timeText(std::chrono::system_clock::time_point when)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds), QLocale::ShortFormat);
}

Phase phaseOfFix(std::string_view fix)
{
    const int digit = fix.size() > 1 ? fix[1] - '0' : 0;
    return digit >= 1 && digit <= 5 ? static_cast<Phase>(digit) : Phase::Transport;
}

Phase phaseOfId(std::string_view id)
{
    for (const Phase phase : allPhases)
        if (id.starts_with(name(phase)) && id.substr(name(phase).size()).starts_with('.')) return phase;
    return Phase::Transport;
}

}    // namespace rdpmend::ui

#include "ui/wizard/phase_page.h"

#include <QHBoxLayout>
#include <algorithm>

#include "core/report/words.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

using Rows = std::vector<std::pair<QString, QString>>;

Rows rowsOf(const std::vector<Evidence>& evidence)
{
    Rows rows;
    for (const auto& one : evidence)
        if (one.privacy != Privacy::Secret) rows.emplace_back(evidenceName(one.key), plain(one.value));
    return rows;
}

// The causes that this finding speaks for, as their numbers: "C401".
QString causesOf(const Diagnosis& diagnosis, const Finding& finding)
{
    QStringList numbers;
    for (const auto& cause : diagnosis.causes) {
        const bool named =
            std::ranges::any_of(cause.forIt, [&](const Argument& one) { return one.finding == finding.id; });
        if (named) numbers << plain(cause.number);
    }
    return numbers.join(QStringLiteral(", "));
}

// Why nothing stands behind a check that did not look.
QString whyNot(const Outcome& outcome)
{
    if (outcome.error) return errorText(*outcome.error);
    return plain(words::because(Facts::builtIn(), outcome));
}

}    // namespace

const PlanStep* PhasePage::offeredFix() const
{
    const auto& steps = story().theCase().plan.steps;
    const auto found =
        std::ranges::find_if(steps, [this](const PlanStep& step) { return phaseOfFix(step.fix) == m_phase; });
    return found == steps.end() ? nullptr : &*found;
}

QString PhasePage::summary() const
{
    const QString title = phaseTitle(m_phase);
    switch (story().phaseState(m_phase)) {
    case State::Fine: return tr("%1: nothing wrong").arg(title);
    case State::Found:
    case State::Broken: return tr("%1: something was found").arg(title);
    case State::CouldNotLook: return tr("%1: not everything could be looked at").arg(title);
    case State::NotNeeded: return tr("%1: not needed here").arg(title);
    case State::NotYet:
    case State::Checking: return tr("%1: not checked yet").arg(title);
    }
    return title;
}

void PhasePage::refresh()
{
    clear(*body());
    complain({});
    std::vector<const Finding*> findings;
    for (const auto& [probe, outcome] : story().theCase().diagnosis.outcomes) {
        if (phaseOfId(probe) != m_phase) continue;
        for (const auto& finding : outcome.findings) findings.push_back(&finding);
    }
    std::ranges::stable_sort(findings, std::ranges::greater{}, [](const Finding* finding) { return finding->weight; });
    // One thing that blocks is the sentence of the page; otherwise the state of the phase is.
    setHeadline(summary());
    for (const Finding* finding : findings) addFinding(*finding);
    addFixes();
    addOutcomes();
    addWithheld();
}

void PhasePage::addFinding(const Finding& finding)
{
    const Case& theCase = story().theCase();
    auto* card = new Card;
    const State state = stateOf(finding.weight);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid(3));
    const bool note = finding.weight == Weight::Note;
    row->addWidget(
        note ? new StateMark(State::NotNeeded, tr("worth knowing")) : new StateMark(state, wordOfCheck(state)), 1);
    if (const QString causes = causesOf(theCase.diagnosis, finding); !causes.isEmpty())
        row->addWidget(new Text(causes, Type::Small, &Colours::inkSoft));
    card->column()->addLayout(row);
    card->column()->addWidget(new Text(plain(words::finding(theCase, Facts::builtIn(), finding))));
    if (const Rows rows = rowsOf(finding.evidence); !rows.empty()) {
        auto* evidence = new Disclosure(tr("Evidence"));
        evidence->column()->addWidget(factTable(rows));
        card->column()->addWidget(evidence);
    }
    body()->addWidget(card);
}

void PhasePage::addFixes()
{
    const Case& theCase = story().theCase();
    for (const auto& step : theCase.plan.steps) {
        if (phaseOfFix(step.fix) != m_phase) continue;
        const QString effect = factText("fix." + step.fix + ".effect", theCase);
        auto* link = new CommandLink(QStringLiteral("fix"), tr("%1 (%2)").arg(fixVerb(step), plain(step.fix)),
                                     tr("%1 %2.").arg(effect, reversalText(step.reversal)).trimmed(),
                                     step.scope == Scope::Machine);
        connect(link, &QPushButton::clicked, this, [this, fix = step.fix] { story().chooseFix(fix); });
        body()->addWidget(link);
    }
}

void PhasePage::addOutcomes()
{
    const Case& theCase = story().theCase();
    bool any = false;
    auto* card = new Card;
    for (const auto& [probe, outcome] : theCase.diagnosis.outcomes) {
        if (phaseOfId(probe) != m_phase) continue;
        if (any) card->column()->addWidget(rule());
        any = true;
        auto* row = new QHBoxLayout;
        auto* mark = checkMark(outcome);
        if (const Rows rows = rowsOf(outcome.facts); rows.empty()) {
            auto* title = new Text(probeTitle(probe));
            title->setContentsMargins(Disclosure::indent(), 0, 0, 0);
            row->addWidget(title, 1);
        } else {
            auto* facts = new Disclosure(probeTitle(probe), /*calm=*/true);
            facts->column()->addWidget(factTable(rows));
            row->addWidget(facts, 1);
            mark->setMinimumHeight(facts->lineHeight());
        }
        row->addWidget(mark, 0, Qt::AlignTop);
        card->column()->addLayout(row);
        if (const QString why = whyNot(outcome); !why.isEmpty()) {
            auto* reason = new Text(why, Type::Small, &Colours::inkSoft);
            reason->setContentsMargins(Disclosure::indent(), 0, 0, 0);
            card->column()->addWidget(reason);
        }
    }
    if (!any) {
        delete card;
        addText(tr("Nothing had to be looked at here."), Type::Body, &Colours::inkSoft);
        return;
    }
    addSection(tr("What was checked"));
    body()->addWidget(card);
}

void PhasePage::addWithheld()
{
    const Case& theCase = story().theCase();
    const auto ofThisPhase = [this](const Withheld& one) { return phaseOfFix(one.fix) == m_phase; };
    if (std::ranges::none_of(theCase.plan.withheld, ofThisPhase)) return;
    auto* section = new Disclosure(tr("Not offered, and why"));
    for (const auto& one : theCase.plan.withheld) {
        if (!ofThisPhase(one)) continue;
        section->column()->addWidget(
            new Text(tr("%1 (%2)").arg(plain(words::fixTitle(Facts::builtIn(), one.fix)), plain(one.fix))));
        section->column()->addWidget(
            new Text(plain(words::withheld(theCase, Facts::builtIn(), one)), Type::Small, &Colours::inkSoft));
    }
    body()->addWidget(section);
}

QString PhasePage::nextLabel() const
{
    if (m_phase == Phase::Transport) return tr("Go to the finish");
    return tr("Next: %1").arg(phaseTitle(static_cast<Phase>(number(m_phase) + 1)));
}

void PhasePage::next()
{
    emit story().goTo(m_phase == Phase::Transport ? Screen::finish()
                                                  : Screen::phase(static_cast<Phase>(number(m_phase) + 1)));
}

QString PhasePage::primaryLabel() const
{
    const PlanStep* step = offeredFix();
    return step ? fixVerb(*step) : nextLabel();
}

bool PhasePage::primaryHasShield() const
{
    const PlanStep* step = offeredFix();
    return step && step->scope == Scope::Machine;
}

void PhasePage::primary()
{
    if (const PlanStep* step = offeredFix()) return story().chooseFix(step->fix);
    next();
}

}    // namespace rdpmend::ui

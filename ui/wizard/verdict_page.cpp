#include "ui/wizard/verdict_page.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>

#include "core/report/words.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

constexpr std::size_t linesOfProof = 2;

QString percent(double likelihood)
{
    return QStringLiteral("%1 %").arg(qRound(likelihood * 100));
}

}    // namespace

void VerdictPage::refresh()
{
    clear(*body());
    complain(story().planRefusal());
    const VerdictWords verdict = story().verdict();
    setHeadline(plain(verdict.sentence));

    auto* who = new QWidget;
    auto* row = new QHBoxLayout(who);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(grid(2));
    row->addWidget(new Drawing(QStringLiteral("person"), &Colours::accent, 24), 0, Qt::AlignTop);
    row->addWidget(new Text(plain(verdict.whoActs), Type::Title), 1, Qt::AlignVCenter);
    if (!verdict.whoActs.empty()) body()->addWidget(who);

    addProof();
    addChoices();
    addOtherCauses();
}

QString VerdictPage::noteForOthers() const
{
    const RankedCause* top = story().theCase().diagnosis.top();
    return top && top->side != Side::ThisPc ? plain(story().verdict().note) : QString();
}

void VerdictPage::addProof()
{
    const Case& theCase = story().theCase();
    const RankedCause* top = theCase.diagnosis.top();
    if (!top) return;
    auto* card = new Card;
    auto* title = new QHBoxLayout;
    auto* how = new Text(tr("How we know"), Type::Small, &Colours::inkSoft);
    title->addWidget(how, 1);
    title->addWidget(new Text(plain(top->number), Type::Small, &Colours::inkSoft));
    card->column()->addLayout(title);
    std::size_t lines = 0;
    for (const auto& argument : top->forIt) {
        if (lines++ == linesOfProof) break;
        card->column()->addWidget(new Text(plain(words::argument(theCase, Facts::builtIn(), argument))));
    }
    if (lines > 0)
        body()->addWidget(card);
    else
        delete card;
}

void VerdictPage::addChoices()
{
    const Case& theCase = story().theCase();
    const RankedCause* top = theCase.diagnosis.top();
    body()->addSpacing(grid(1));
    bool first = true;
    for (const auto& step : theCase.plan.steps) {
        const QString effect = factText("fix." + step.fix + ".effect", theCase);
        const QString title = first ? tr("%1 (recommended)").arg(fixVerb(step)) : fixVerb(step);
        auto* link = new CommandLink(QStringLiteral("fix"), title, effect, step.scope == Scope::Machine);
        connect(link, &QPushButton::clicked, this, [this, fix = step.fix] { story().chooseFix(fix); });
        body()->addWidget(link);
        first = false;
    }

    if (const QString note = noteForOthers(); !note.isEmpty()) {
        auto* link = new CommandLink(QStringLiteral("person"), tr("Give this to whoever must act"),
                                     tr("A ready note for them, with what was seen, to copy into a message"));
        auto* card = new Card;
        card->column()->addWidget(new Text(note));
        card->column()->addWidget(copyButton(tr("Copy the note"), [note] { return note; }), 0, Qt::AlignLeading);
        card->hide();
        connect(link, &QPushButton::clicked, card, [card] { card->setVisible(!card->isVisible()); });
        body()->addWidget(link);
        body()->addWidget(card);
    }
    if (const QString test = top ? plain(words::nextTest(theCase, Facts::builtIn(), *top)) : QString();
        !test.isEmpty()) {
        auto* link = new CommandLink(QStringLiteral("test"), tr("Try a deciding test"), test);
        connect(link, &QPushButton::clicked, this,
                [this, phase = phaseOfId(top->id)] { emit story().goTo(Screen::phase(phase)); });
        body()->addWidget(link);
    }
    auto* checked = new CommandLink(QStringLiteral("list"), tr("See what was checked"),
                                    tr("The five phases, each with what was seen and what could not be looked at"));
    connect(checked, &QPushButton::clicked, this, [this] {
        const RankedCause* best = story().theCase().diagnosis.top();
        emit story().goTo(Screen::phase(best ? phaseOfId(best->id) : Phase::Network));
    });
    body()->addWidget(checked);
}

void VerdictPage::addOtherCauses()
{
    const Case& theCase = story().theCase();
    if (theCase.diagnosis.causes.size() < 2) return;
    auto* others = new Disclosure(tr("Other possible causes (%1)").arg(theCase.diagnosis.causes.size() - 1));
    auto* table = new QGridLayout;
    table->setHorizontalSpacing(grid(4));
    table->setVerticalSpacing(grid(2));
    table->setColumnStretch(1, 1);
    for (std::size_t i = 1; i < theCase.diagnosis.causes.size(); ++i) {
        const RankedCause& cause = theCase.diagnosis.causes[i];
        const int row = static_cast<int>(i);
        table->addWidget(new Text(plain(cause.number), Type::Small, &Colours::inkSoft), row, 0, Qt::AlignTop);
        table->addWidget(new Text(plain(words::causeTitle(theCase, Facts::builtIn(), cause.id))), row, 1);
        table->addWidget(new StateMark(stateOf(cause.weight),
                                       cause.weight == Weight::Note ? tr("a note") : percent(cause.likelihood)),
                         row, 2, Qt::AlignTop);
    }
    others->column()->addLayout(table);
    body()->addWidget(others);
}

QString VerdictPage::primaryLabel() const
{
    const auto& steps = story().theCase().plan.steps;
    if (!steps.empty()) return fixVerb(steps.front());
    return noteForOthers().isEmpty() ? tr("See what was checked") : tr("Copy the note");
}

bool VerdictPage::primaryHasShield() const
{
    const auto& steps = story().theCase().plan.steps;
    return !steps.empty() && steps.front().scope == Scope::Machine;
}

void VerdictPage::primary()
{
    const auto& steps = story().theCase().plan.steps;
    if (!steps.empty()) return story().chooseFix(steps.front().fix);
    if (const QString note = noteForOthers(); !note.isEmpty()) {
        QGuiApplication::clipboard()->setText(note);
        return say(tr("The note is copied. Paste it into a message to whoever must act."), State::Fine);
    }
    emit story().goTo(Screen::phase(Phase::Network));
}

}    // namespace rdpmend::ui

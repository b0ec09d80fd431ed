#include "ui/wizard/result_page.h"

#include <QGridLayout>
#include <QHBoxLayout>

#include "ui/words.h"

namespace rdpmend::ui {
namespace {

StateMark* markOf(const Diagnosis& diagnosis, const std::string& probe)
{
    const auto found = diagnosis.outcomes.find(probe);
    return found == diagnosis.outcomes.end() ? new StateMark(State::CouldNotLook) : checkMark(found->second);
}

}    // namespace

bool ResultPage::isBetterPutBack() const
{
    const auto* last = story().lastTry();
    return canBePutBack() && (last->result.effect == Effect::NoChange || last->result.effect == Effect::Worse);
}

bool ResultPage::canBePutBack() const
{
    const auto* last = story().lastTry();
    return last && !last->result.error && !last->step.changes.empty() && last->step.reversal != Reversal::Impossible;
}

void ResultPage::refresh()
{
    clear(*body());
    complain({});
    const auto* last = story().lastTry();
    if (!last) return;
    if (last->result.error) {
        setHeadline(tr("The change could not be made"));
        addText(errorText(*last->result.error));
        addText(last->result.rolledBack ? tr("What was begun has been put back. This PC is as it was.")
                                        : tr("Nothing was changed on this PC."));
        return;
    }
    switch (last->result.effect.value_or(Effect::NotVerifiable)) {
    case Effect::Cured:
        setHeadline(tr("It worked"));
        addText(tr("What was in the way before is in order now."));
        break;
    case Effect::NoChange:
        setHeadline(tr("It made no difference"));
        addText(canBePutBack() ? tr("Put it back? A change that does not help is better not left on your PC.")
                               : tr("It cannot be put back, and it does no harm."));
        break;
    case Effect::Worse:
        setHeadline(tr("Something else fails now"));
        addText(tr("A check that passed before does not pass any more. It is best to put the change back."));
        break;
    case Effect::NotVerifiable:
        setHeadline(tr("The change is made. Now try to connect"));
        addText(tr(
            "No check can tell from here whether it helps. Try to connect; if it does not help, come back and put it "
            "back."));
        break;
    }
    addComparison();
    if (last->step.needsRestart)
        addText(tr("Restart this PC before you connect again."));
    else if (story().canTryConnection())
        addTry();
    if (canBePutBack()) addText(tr("Under Undo it can be put back at any later time."), Type::Small, &Colours::inkSoft);
}

void ResultPage::addTry()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(grid(4));
    row->addWidget(button(
        tr("Try it now"), ButtonKind::Normal, [this] { story().tryConnection(); }, QStringLiteral("test")));
    row->addWidget(
        new Text(tr("Opens Remote Desktop with this connection. This window stays."), Type::Body, &Colours::inkSoft),
        1);
    body()->addLayout(row);
}

void ResultPage::addComparison()
{
    const auto* last = story().lastTry();
    if (last->step.complaints.empty()) return;
    auto* card = new Card;
    auto* table = new QGridLayout;
    table->setHorizontalSpacing(grid(6));
    table->setVerticalSpacing(grid(2));
    table->setColumnStretch(0, 1);
    table->addWidget(new Text(tr("What complained"), Type::Small, &Colours::inkSoft), 0, 0);
    table->addWidget(new Text(tr("Before"), Type::Small, &Colours::inkSoft), 0, 1);
    table->addWidget(new Text(tr("Now"), Type::Small, &Colours::inkSoft), 0, 2);
    for (const auto& probe : last->step.complaints) {
        const int row = table->rowCount();
        table->addWidget(new Text(probeTitle(probe)), row, 0);
        table->addWidget(markOf(last->before, probe), row, 1);
        table->addWidget(markOf(story().theCase().diagnosis, probe), row, 2);
    }
    card->column()->addLayout(table);
    body()->addWidget(card);
}

QString ResultPage::primaryLabel() const
{
    return isBetterPutBack() ? tr("Put it back") : tr("Go to the finish");
}

void ResultPage::primary()
{
    if (isBetterPutBack())
        story().putBackLastTry();
    else
        emit story().goTo(Screen::finish());
}

QString ResultPage::secondaryLabel() const
{
    if (!canBePutBack()) return tr("Back to the verdict");
    return isBetterPutBack() ? tr("Keep it") : tr("Put it back");
}

void ResultPage::secondary()
{
    if (!canBePutBack())
        emit story().goTo(Screen::verdict());
    else if (isBetterPutBack())
        emit story().goTo(Screen::finish());
    else
        story().putBackLastTry();
}

}    // namespace rdpmend::ui

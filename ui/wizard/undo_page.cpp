#include "ui/wizard/undo_page.h"

#include <QHBoxLayout>
#include <algorithm>
#include <map>

#include "core/report/words.h"
#include "ui/wizard/change_page.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

bool canBePutBack(const Session::Remembered& one)
{
    const bool made = one.entry.state == ChangeState::Done || one.entry.state == ChangeState::Intended;
    return made && one.entry.reversal != Reversal::Impossible && one.entry.reversal != Reversal::Nothing;
}

State stateOf(const Session::Remembered& one)
{
    switch (one.entry.state) {
    case ChangeState::Intended: return State::Found;
    case ChangeState::Done: return one.standing == Standing::Ours ? State::Fine : State::Found;
    case ChangeState::Undone: return State::NotNeeded;
    case ChangeState::Failed: return State::NotNeeded;
    case ChangeState::Kept: return State::Fine;
    }
    return State::CouldNotLook;
}

}    // namespace

UndoPage::UndoPage(CaseStory& story, QWidget* parent) : Page(story, parent)
{
    connect(&story, &CaseStory::historyLoaded, this, [this] {
        if (!isVisible()) return;
        showHistory();
        emit buttonsChanged();
    });
}

void UndoPage::refresh()
{
    complain({});
    setHeadline(story().isPractice() ? tr("What this program changed on the practice PC")
                                     : tr("What this program changed on this PC"));
    showHistory();
    story().loadHistory();
}

void UndoPage::showHistory()
{
    clear(*body());
    if (!story().historyRefusal().isEmpty()) {
        addText(story().historyRefusal());
        return;
    }
    if (story().history().empty()) {
        addText(tr("Nothing so far. Every change is written down before it is made, and stands here afterwards."),
                Type::Body, &Colours::inkSoft);
        return;
    }
    std::map<std::int64_t, CaseStory::History, std::greater<>> runs;    // newest first
    for (const auto& one : story().history()) runs[one.entry.run].push_back(one);
    for (const auto& [run, entries] : runs) addRun(entries);
}

void UndoPage::addRun(const CaseStory::History& run)
{
    auto* card = new Card;
    auto* top = new QHBoxLayout;
    auto* when = new Text(timeText(run.front().entry.when));
    when->setWeight(QFont::DemiBold);
    top->addWidget(when, 1);
    const auto numbers = thatCanBePutBack(run.front().entry.run);
    if (numbers.size() > 1)
        top->addWidget(button(
            tr("Put back all of these"), ButtonKind::Quiet, [this, numbers] { story().undo(numbers); },
            QStringLiteral("undo")));
    card->column()->addLayout(top);
    for (const auto& one : run) {
        card->column()->addWidget(rule());
        auto* title = new QHBoxLayout;
        const QString fix =
            tr("%1 (%2)").arg(plain(words::fixTitle(Facts::builtIn(), one.entry.fix)), plain(one.entry.fix));
        title->addWidget(new Text(fix), 1);
        title->addWidget(new StateMark(stateOf(one), changeStateText(one.entry.state)), 0, Qt::AlignTop);
        card->column()->addLayout(title);
        card->column()->addWidget(
            beforeAndAfter(story().words(one.entry.change), tr("Before"), tr("This program wrote")));
        auto* bottom = new QHBoxLayout;
        bottom->addWidget(new Text(tr("Now: %1").arg(standingText(one.standing)), Type::Small, &Colours::inkSoft), 1);
        if (canBePutBack(one)) {
            const bool overwrite = one.standing == Standing::ChangedSince;
            auto* putBack = button(overwrite ? tr("Put back all the same") : tr("Put back"), ButtonKind::Normal,
                                   [this, number = one.entry.number, overwrite] { story().undo({number}, overwrite); });
            putBack->setAccessibleName(tr("%1: %2").arg(fix, putBack->text()));
            bottom->addWidget(putBack);
        } else if (one.entry.reversal == Reversal::Impossible) {
            bottom->addWidget(new Text(reversalText(one.entry.reversal), Type::Small, &Colours::inkSoft));
        }
        card->column()->addLayout(bottom);
    }
    body()->addWidget(card);
}

std::vector<std::int64_t> UndoPage::thatCanBePutBack(std::int64_t run) const
{
    std::vector<std::int64_t> numbers;
    for (const auto& one : story().history())
        if ((run == 0 || one.entry.run == run) && canBePutBack(one)) numbers.push_back(one.entry.number);
    return numbers;
}

QString UndoPage::primaryLabel() const
{
    return thatCanBePutBack(0).empty() ? QString() : tr("Put back everything");
}

void UndoPage::primary()
{
    story().undo(thatCanBePutBack(0));
}

}    // namespace rdpmend::ui

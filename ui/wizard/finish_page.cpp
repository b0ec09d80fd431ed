#include "ui/wizard/finish_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QSaveFile>

#include "core/report/words.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

State stateOf(const CaseStory::Try& one)
{
    if (one.putBack) return State::NotNeeded;
    if (one.result.error) return State::Broken;
    return one.result.effect == Effect::Cured ? State::Fine : State::Found;
}

QString wordOf(const CaseStory::Try& one)
{
    if (one.result.error) return FinishPage::tr("could not be made");
    if (one.putBack) return FinishPage::tr("put back");
    return one.result.effect == Effect::Cured ? FinishPage::tr("changed, and it helped")
                                              : FinishPage::tr("changed and kept");
}

}    // namespace

bool FinishPage::connectsAgain() const
{
    return story().theCase().diagnosis.overall == Overall::Healthy;
}

void FinishPage::refresh()
{
    clear(*body());
    complain({});
    const bool mended = connectsAgain() && !story().tries().empty();
    setHeadline(mended            ? tr("You can connect again")
                : connectsAgain() ? tr("Nothing stands in the way")
                                  : tr("What is left to do"));
    addFound();
    addChanged();
    addNote();
    addReport();
}

void FinishPage::addFound()
{
    addSection(tr("What was found"));
    Case first = story().theCase();
    if (!story().tries().empty()) first.diagnosis = story().tries().front().before;
    addText(plain(verdictWords(first, Facts::builtIn()).sentence));
}

void FinishPage::addChanged()
{
    addSection(tr("What was changed"));
    if (story().tries().empty()) {
        addText(tr("Nothing. This program only looked."), Type::Body, &Colours::inkSoft);
        return;
    }
    auto* card = new Card;
    for (const auto& one : story().tries()) {
        auto* row = new QHBoxLayout;
        row->addWidget(
            new Text(tr("%1 (%2)").arg(plain(words::fixTitle(Facts::builtIn(), one.step.fix)), plain(one.step.fix))),
            1);
        row->addWidget(new StateMark(stateOf(one), wordOf(one)), 0, Qt::AlignTop);
        card->column()->addLayout(row);
    }
    card->column()->addWidget(button(
                                  tr("What was ever changed on this PC …"), ButtonKind::Fold,
                                  [this] { emit story().goTo(Screen::undo()); }, QStringLiteral("undo")),
                              0, Qt::AlignLeading);
    body()->addWidget(card);
}

void FinishPage::addNote()
{
    const VerdictWords verdict = story().verdict();
    if (connectsAgain() || verdict.note.empty()) return;
    addSection(tr("For the next person"));
    if (!verdict.whoActs.empty()) addText(plain(verdict.whoActs), Type::Body, &Colours::inkSoft);
    auto* card = new Card;
    const QString note = plain(verdict.note);
    card->column()->addWidget(new Text(note));
    card->column()->addWidget(copyButton(tr("Copy the note"), [note] { return note; }), 0, Qt::AlignLeading);
    body()->addWidget(card);
}

void FinishPage::addReport()
{
    addSection(tr("The report"));
    addText(tr("Names and addresses are replaced by stand-ins. Nothing is sent anywhere: you decide who gets it."),
            Type::Body, &Colours::inkSoft);
    auto* row = new QHBoxLayout;
    row->setSpacing(grid(2));
    row->addWidget(button(
        tr("Save the report …"), ButtonKind::Normal, [this] { saveReport(); }, QStringLiteral("report")));
    row->addWidget(copyButton(tr("Copy as text for a ticket"), [this] {
        return QString::fromStdString(toTicket(story().theCase(), Facts::builtIn(), {}));
    }));
    row->addStretch();
    body()->addLayout(row);
}

void FinishPage::saveReport()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the report"),
                                                      QStringLiteral("rdpmend-report.html"), tr("Web page (*.html)"));
    if (path.isEmpty()) return;
    QSaveFile file(path);
    const QByteArray html = QByteArray::fromStdString(toHtml(story().theCase(), Facts::builtIn(), {}));
    const bool saved = file.open(QIODevice::WriteOnly) && file.write(html) == html.size() && file.commit();
    if (saved)
        say(tr("The report was saved."), State::Fine);
    else
        complain(tr("The report could not be saved: %1.").arg(file.errorString()));
}

}    // namespace rdpmend::ui

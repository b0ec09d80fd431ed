#include "ui/wizard/working_page.h"

#include <QHBoxLayout>

namespace rdpmend::ui {
namespace {

QString wordOfWork(State state)
{
    switch (state) {
    case State::Fine: return WorkingPage::tr("done");
    case State::Checking: return WorkingPage::tr("under way");
    case State::Found:
    case State::Broken: return WorkingPage::tr("failed");
    case State::NotYet:
    case State::CouldNotLook:
    case State::NotNeeded: return wordOf(state);
    }
    return {};
}

}    // namespace

WorkingPage::WorkingPage(CaseStory& story, QWidget* parent) : Page(story, parent)
{
    auto* card = new Card;
    m_column = new QVBoxLayout;
    m_column->setSpacing(grid(3));
    card->column()->addLayout(m_column);
    body()->addWidget(card);
    connect(&story, &CaseStory::progressed, this, [this] {
        if (isVisible()) showLines();
    });
}

void WorkingPage::refresh()
{
    setHeadline(tr("Making the change, then checking again"));
    complain({});
    showLines();
}

void WorkingPage::showLines()
{
    const auto& work = story().work();
    while (m_lines.size() < work.size()) {
        const Line line{
            .drawing = new Drawing({}, &Colours::ink, 20), .text = new Text, .word = new Text({}, Type::Small)};
        auto* row = new QHBoxLayout;
        row->setSpacing(grid(3));
        row->addWidget(line.drawing, 0, Qt::AlignTop);
        row->addWidget(line.text, 1);
        row->addWidget(line.word, 0, Qt::AlignVCenter);
        m_column->addLayout(row);
        m_lines.push_back(line);
    }
    for (std::size_t i = 0; i < work.size(); ++i) {
        const State state = work[i].state;
        m_lines[i].drawing->set(drawingOf(state), roleOf(state));
        m_lines[i].text->setText(work[i].text);
        m_lines[i].text->setRole(state == State::NotYet || state == State::NotNeeded ? &Colours::inkSoft
                                                                                     : &Colours::ink);
        m_lines[i].word->setText(wordOfWork(state));
        m_lines[i].word->setRole(roleOf(state));
    }
}

void WorkingPage::wayOut()
{
    story().stopWorking();
    complain(tr("Stopping. A change that is half made is put back first."));
}

}    // namespace rdpmend::ui

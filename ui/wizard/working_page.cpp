#include "ui/wizard/working_page.h"

#include <QHBoxLayout>

#include "ui/words.h"

namespace rdpmend::ui {

WorkingPage::WorkingPage(CaseStory& story, QWidget* parent) : Page(story, parent)
{
    auto* card = new Card;
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(grid(3));
    card->column()->addLayout(m_lines);
    body()->addWidget(card);
    connect(&story, &CaseStory::progressed, this, [this] { if (isVisible()) showLines(); });
}

void WorkingPage::refresh()
{
    setHeadline(tr("Making the change, then checking again"));
    complain({});
    showLines();
}

void WorkingPage::showLines()
{
    clear(*m_lines);
    for (const auto& line : story().work()) {
        auto* row = new QHBoxLayout;
        row->setSpacing(grid(3));
        row->addWidget(new Drawing(drawingOf(line.state), roleOf(line.state), 20), 0, Qt::AlignTop);
        const bool waits = line.state == State::NotYet || line.state == State::NotNeeded;
        row->addWidget(new Text(line.text, Type::Body, waits ? &Colours::inkSoft : &Colours::ink), 1);
        QString word;
        if (line.state == State::Fine) word = tr("done");
        else if (line.state == State::Checking) word = tr("under way");
        else if (line.state == State::Broken) word = tr("failed");
        else word = wordOf(line.state);
        row->addWidget(new Text(word, Type::Small, roleOf(line.state)), 0, Qt::AlignTop);
        m_lines->addLayout(row);
    }
}

void WorkingPage::wayOut()
{
    story().stopWorking();
    complain(tr("Stopping. A change that is half made is put back first."));
}

}  // namespace rdpmend::ui

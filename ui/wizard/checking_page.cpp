#include "ui/wizard/checking_page.h"

#include <QHBoxLayout>
#include <algorithm>

#include "ui/words.h"

namespace rdpmend::ui {
namespace {

constexpr auto longWait = std::chrono::seconds(5);
constexpr int mostLines = 8;    // all of them stand on the pages of the phases

}    // namespace

CheckingPage::CheckingPage(CaseStory& story, QWidget* parent) : Page(story, parent)
{
    m_now = addText({}, Type::Body, &Colours::inkSoft);
    m_bar = new QProgressBar;
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("How much is checked"));
    body()->addWidget(m_bar);
    body()->addSpacing(grid(2));
    m_card = new Card;
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(grid(2));
    m_card->column()->addLayout(m_lines);
    body()->addWidget(m_card);
    m_clock.setInterval(500);
    connect(&m_clock, &QTimer::timeout, this, [this] { showProgress(); });
    connect(&story, &CaseStory::progressed, this, [this] {
        if (isVisible()) showProgress();
    });
}

void CheckingPage::refresh()
{
    setHeadline(tr("Checking the way to %1").arg(plain(story().target().host.host)));
    clear(*m_lines);
    m_shown = 0;
    m_bar->setRange(0, 1);
    m_bar->setValue(0);
    m_clock.start();
    showProgress();
}

void CheckingPage::hideEvent(QHideEvent* event)
{
    m_clock.stop();
    Page::hideEvent(event);
}

void CheckingPage::showProgress()
{
    if (story().total() > 0) {
        m_bar->setMaximum(story().total());
        m_bar->setValue(std::max(m_bar->value(), story().done()));
    }
    const auto waiting = story().waitingFor();
    if (!waiting) {
        m_now->setText(tr("Looking at this PC and at the way …"));
    } else if (waiting->second < longWait) {
        m_now->setText(probeProgress(waiting->first, story().theCase()));
    } else {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(waiting->second).count();
        m_now->setText(tr("Still waiting, for %1 seconds: %2")
                           .arg(QString::number(seconds), probeProgress(waiting->first, story().theCase())));
    }

    const auto& order = story().finishedInOrder();
    for (; m_shown < order.size(); ++m_shown) {
        const auto outcome = story().theCase().diagnosis.outcomes.find(order[m_shown]);
        if (outcome == story().theCase().diagnosis.outcomes.end()) continue;
        if (outcome->second.verdict == Verdict::NotApplicable) continue;
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(new Text(probeTitle(order[m_shown])), 1);
        row->addWidget(checkMark(outcome->second), 0, Qt::AlignTop);
        m_lines->insertWidget(0, line);
    }
    while (m_lines->count() > mostLines) delete m_lines->itemAt(mostLines)->widget();
    m_card->setVisible(m_lines->count() > 0);
}

}    // namespace rdpmend::ui

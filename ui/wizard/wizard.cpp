#include "ui/wizard/wizard.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QShortcut>

#include "ui/wizard/change_page.h"
#include "ui/wizard/checking_page.h"
#include "ui/wizard/finish_page.h"
#include "ui/wizard/phase_page.h"
#include "ui/wizard/result_page.h"
#include "ui/wizard/start_page.h"
#include "ui/wizard/undo_page.h"
#include "ui/wizard/verdict_page.h"
#include "ui/wizard/working_page.h"
#include "ui/words.h"

namespace rdpmend::ui {

Wizard::Wizard(CaseService& service, QWidget* parent) : QWidget(parent), m_bridge(service), m_story(m_bridge)
{
    setObjectName(QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    resize(scaled(1000), scaled(700));
    setMinimumSize(760, 540);

    m_rail = new Rail(m_story);
    m_stack = new QStackedWidget;
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(makeTop());
    right->addWidget(m_stack, 1);
    right->addWidget(makeBottom());
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_rail);
    whole->addLayout(right, 1);

    add(Screen::start(), new StartPage(m_story));
    add(Screen::checking(), new CheckingPage(m_story));
    add(Screen::verdict(), new VerdictPage(m_story));
    auto* change = new ChangePage(m_story);
    auto* working = new WorkingPage(m_story);
    auto* result = new ResultPage(m_story);
    for (const Phase phase : allPhases) {
        add(Screen::phase(phase), new PhasePage(m_story, phase));
        add({number(phase), 2}, change);
        add({number(phase), 3}, working);
        add({number(phase), 4}, result);
    }
    add(Screen::finish(), new FinishPage(m_story));
    add(Screen::undo(), new UndoPage(m_story));

    connect(&m_story, &CaseStory::goTo, this, &Wizard::goTo);
    connect(&m_story, &CaseStory::refused, this, [this](const QString& sentence) { page()->complain(sentence); });
    connect(&m_story, &CaseStory::progressed, this, [this] {
        m_path->setScene(m_story.scene());
        m_rail->refresh(m_here);
    });
    connect(m_rail, &Rail::chosen, this, &Wizard::goTo);
    auto* back = new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Left), this);
    connect(back, &QShortcut::activated, this, &Wizard::goBack);

    goTo(Screen::start());
    m_story.loadStart();
}

QWidget* Wizard::makeTop()
{
    auto* top = new QWidget;
    top->setObjectName(QStringLiteral("top"));
    top->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(grid(8), grid(4), grid(6), grid(3));
    row->setSpacing(grid(4));
    m_path = new PathView;
    row->addWidget(m_path, 1);
    row->addStretch(0);
    auto* corner = new QVBoxLayout;
    corner->setSpacing(0);
    m_number = new Text({}, Type::Headline, &Colours::inkSoft);
    m_number->setFont(textFont(Type::Headline, QFont::DemiBold));
    m_number->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_number->setMinimumWidth(scaled(64));
    corner->addWidget(m_number);
    corner->addStretch();
    row->addLayout(corner);
    return top;
}

QWidget* Wizard::makeBottom()
{
    auto* bottom = new QWidget;
    bottom->setObjectName(QStringLiteral("bottom"));
    bottom->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(bottom);
    row->setContentsMargins(grid(8), grid(3), grid(6), grid(3));
    row->setSpacing(grid(2));
    m_back = button(
        tr("Back"), ButtonKind::Normal, [this] { goBack(); }, QStringLiteral("arrow-left"));
    m_wayOut = button({}, ButtonKind::Quiet, [this] { page()->wayOut(); });
    m_secondary = button({}, ButtonKind::Normal, [this] { page()->secondary(); });
    m_primary = button({}, ButtonKind::Primary, [this] { page()->primary(); });
    row->addWidget(m_back);
    row->addWidget(m_wayOut);
    row->addStretch(1);
    row->addWidget(m_secondary);
    row->addWidget(m_primary);
    return bottom;
}

void Wizard::add(Screen screen, Page* page)
{
    m_pages[screen] = page;
    if (m_stack->indexOf(page) >= 0) return;
    m_stack->addWidget(page);
    connect(page, &Page::buttonsChanged, this, &Wizard::refreshFrame);
    connect(page, &Page::closeWanted, this, &QWidget::close);
}

Page* Wizard::page() const
{
    return m_pages.at(m_here);
}

void Wizard::goTo(Screen screen)
{
    if (!m_pages.contains(screen)) return;
    if (screen == Screen::start()) m_way.clear();
    // What is agreed to cannot be agreed to again by going back.
    std::erase_if(m_way, [screen](Screen past) { return past == screen || (past.isPhasePage() && past.page > 1); });
    if (!m_here.passes() && m_here != screen && screen != Screen::start()) m_way.push_back(m_here);
    m_here = screen;
    page()->refresh();
    m_stack->setCurrentWidget(page());
    refreshFrame();
    page()->takeFocus();
    emit shown(screen);
}

void Wizard::goBack()
{
    if (m_here.passes() || m_way.empty()) return;
    const Screen back = m_way.back();
    m_way.pop_back();
    m_here = back;    // so that it is not put on the way again
    goTo(back);
}

void Wizard::refreshFrame()
{
    const Page* now = page();
    m_path->setVisible(now->showsPath());
    m_path->setScene(m_story.scene());
    m_rail->refresh(m_here);
    m_number->setText(m_here.number());
    m_number->setAccessibleName(tr("Screen number %1").arg(m_here.number()));
    setWindowTitle(tr("%1 – %2 – rdpmend").arg(m_here.number(), now->headlineText()));

    const auto show = [](QPushButton& button, const QString& label) {
        setLabel(button, label);
        button.setVisible(!label.isEmpty());
    };
    m_back->setVisible(!m_here.passes() && !m_way.empty());
    show(*m_wayOut, now->wayOutLabel());
    show(*m_secondary, now->secondaryLabel());
    show(*m_primary, now->primaryLabel());
    setDrawing(*m_primary, now->primaryHasShield() ? QStringLiteral("shield") : QString(), &Colours::onAccent);
}

void Wizard::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_primary->isVisible()) m_primary->click();
        break;
    case Qt::Key_Escape:
        if (m_wayOut->isVisible())
            m_wayOut->click();
        else
            close();
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void Wizard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < scaled(900);
    m_rail->setNarrow(narrow);
    m_back->setText(narrow ? QString() : tr("Back"));    // its arrow and its name for screen readers stay
}

}    // namespace rdpmend::ui

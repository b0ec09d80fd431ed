#include "ui/wizard/page.h"

#include <QHBoxLayout>
#include <QScrollBar>

namespace rdpmend::ui {

Page::Page(CaseStory& story, QWidget* parent) : QScrollArea(parent), m_story(story)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);

    auto* column = new QWidget;
    column->setObjectName(QStringLiteral("column"));
    auto* row = new QHBoxLayout(column);
    row->setContentsMargins(grid(8), grid(7), grid(8), grid(7));
    auto* inner = new QWidget;
    inner->setMaximumWidth(scaled(720));    // longer lines are hard to read
    row->addWidget(inner, 1);
    row->addStretch(0);

    auto* rows = new QVBoxLayout(inner);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(grid(3));
    m_headline = new Headline;
    rows->addWidget(m_headline);
    m_notice = new Card;
    m_noticeText = new Text;
    auto* notice = new QHBoxLayout;
    notice->setSpacing(grid(3));
    m_noticeDrawing = new Drawing({}, &Colours::ink, 20);
    notice->addWidget(m_noticeDrawing, 0, Qt::AlignTop);
    notice->addWidget(m_noticeText, 1);
    m_notice->column()->addLayout(notice);
    m_notice->hide();
    rows->addWidget(m_notice);
    m_body = new QVBoxLayout;
    m_body->setSpacing(grid(3));
    rows->addLayout(m_body);
    rows->addStretch(1);
    setWidget(column);
}

void Page::takeFocus()
{
    verticalScrollBar()->setValue(0);
    m_headline->setFocus(Qt::OtherFocusReason);
}

void Page::say(const QString& sentence, State state)
{
    m_noticeDrawing->set(drawingOf(state), roleOf(state));
    m_noticeText->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty());
    if (sentence.isEmpty()) return;
    verticalScrollBar()->setValue(0);
    announce(*m_notice, sentence);
}

void Page::addSection(const QString& title)
{
    auto* text = new Text(title, Type::Title);
    text->setWeight(QFont::DemiBold);
    text->setContentsMargins(0, grid(3), 0, 0);
    m_body->addWidget(text);
}

Text* Page::addText(const QString& text, Type type, Role role)
{
    auto* made = new Text(text, type, role);
    m_body->addWidget(made);
    return made;
}

}    // namespace rdpmend::ui

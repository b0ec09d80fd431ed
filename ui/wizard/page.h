// What all pages have in common: a headline that takes the focus, a column that scrolls, and what they want on the
// buttons at the bottom of the window.
#pragma once

#include <QScrollArea>

#include "ui/widgets/controls.h"
#include "ui/wizard/case_story.h"

namespace rdpmend::ui {

class Page : public QScrollArea {
    Q_OBJECT
public:
    explicit Page(CaseStory& story, QWidget* parent = nullptr);

    // Fills the page from the story; called every time the page is shown, and when the story has news for it.
    virtual void refresh() = 0;

    virtual QString primaryLabel() const { return {}; }    // a verb; empty: no such button
    virtual bool primaryHasShield() const { return false; }
    virtual void primary() {}
    virtual QString secondaryLabel() const { return {}; }
    virtual void secondary() {}
    virtual QString wayOutLabel() const { return tr("Close"); }
    virtual void wayOut() { emit closeWanted(); }
    virtual bool showsPath() const { return true; }

    QString headlineText() const { return m_headline->text(); }
    void takeFocus();
    // One sentence above everything else: what could not be done, or what was. An empty one takes it away.
    void complain(const QString& sentence) { say(sentence, State::Found); }
    void say(const QString& sentence, State state);

signals:
    void buttonsChanged();
    void closeWanted();

protected:
    CaseStory& story() const { return m_story; }
    void setHeadline(const QString& text) { m_headline->setText(text); }
    QVBoxLayout* body() const { return m_body; }
    void addSection(const QString& title);    // a heading inside the page
    Text* addText(const QString& text, Type type = Type::Body, Role role = &Colours::ink);

private:
    CaseStory& m_story;
    Headline* m_headline;
    Card* m_notice;
    Drawing* m_noticeDrawing;
    Text* m_noticeText;
    QVBoxLayout* m_body;
};

}    // namespace rdpmend::ui

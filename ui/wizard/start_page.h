// 0-1: what can't you connect to?
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class StartPage : public Page {
    Q_OBJECT
public:
    explicit StartPage(CaseStory& story, QWidget* parent = nullptr);

    void refresh() override;
    QString primaryLabel() const override { return tr("Find the problem"); }
    void primary() override;
    bool showsPath() const override { return false; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void showOffers();
    void explainError();
    void browse();

    QLineEdit* m_address;
    QLineEdit* m_gateway;
    QPlainTextEdit* m_error;
    Text* m_meaning;
    QWidget* m_recent;
    Card* m_interrupted;
    Text* m_interruptedText;
    Card* m_practice;
    QComboBox* m_scenarios;
    Text* m_practiceStory;
};

}    // namespace rdpmend::ui

// 0-2: what is being looked at, and what is known already.
#pragma once

#include <QProgressBar>
#include <QTimer>

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class CheckingPage : public Page {
    Q_OBJECT
public:
    explicit CheckingPage(CaseStory& story, QWidget* parent = nullptr);

    void refresh() override;
    QString wayOutLabel() const override { return tr("Stop"); }
    void wayOut() override { story().stopChecking(); }

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void showProgress();

    QProgressBar* m_bar;
    Card* m_card;
    Text* m_now;
    QVBoxLayout* m_lines;       // the newest first
    std::size_t m_shown = 0;    // of the finished probes
    QTimer m_clock;
};

}    // namespace rdpmend::ui

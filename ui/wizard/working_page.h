// n-3: the change is being made and checked; the steps are ticked as they happen.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class WorkingPage : public Page {
    Q_OBJECT
public:
    explicit WorkingPage(CaseStory& story, QWidget* parent = nullptr);

    void refresh() override;
    QString wayOutLabel() const override { return tr("Stop"); }
    void wayOut() override;

private:
    void showLines();

    struct Line {
        Drawing* drawing;
        Text* text;
        Text* word;
    };
    QVBoxLayout* m_column;
    std::vector<Line> m_lines;
};

}    // namespace rdpmend::ui

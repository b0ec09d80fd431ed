// 6-2: what was found, changed and undone; who is to be told what; the report.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class FinishPage : public Page {
    Q_OBJECT
public:
    explicit FinishPage(CaseStory& story, QWidget* parent = nullptr) : Page(story, parent) {}

    void refresh() override;
    QString primaryLabel() const override { return tr("Close"); }
    void primary() override { emit closeWanted(); }
    QString wayOutLabel() const override { return {}; }

private:
    bool connectsAgain() const;
    void addFound();
    void addChanged();
    void addNote();
    void addReport();
    void saveReport();
};

}    // namespace rdpmend::ui

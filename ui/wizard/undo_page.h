// 7-1: everything this program changed on this PC, run by run, and how it stands now.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class UndoPage : public Page {
    Q_OBJECT
public:
    explicit UndoPage(CaseStory& story, QWidget* parent = nullptr);

    void refresh() override;
    QString primaryLabel() const override;
    void primary() override;
    bool showsPath() const override { return false; }

private:
    void showHistory();
    void addRun(const CaseStory::History& run);
    std::vector<std::int64_t> thatCanBePutBack(std::int64_t run) const;    // 0: of all runs
};

}    // namespace rdpmend::ui

// n-2: what will change. Pressing the verb is the consent, to exactly what stands here.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class ChangePage : public Page {
    Q_OBJECT
public:
    explicit ChangePage(CaseStory& story, QWidget* parent = nullptr) : Page(story, parent) {}

    void refresh() override;
    QString primaryLabel() const override;
    bool primaryHasShield() const override;
    void primary() override { story().agree(); }
    QString wayOutLabel() const override { return tr("Change nothing"); }
    void wayOut() override { emit story().goTo(Screen::verdict()); }
};

// A place with what it holds before and after, beside each other.
QWidget* beforeAndAfter(const ChangeWords& words, const QString& beforeTitle, const QString& afterTitle);

}    // namespace rdpmend::ui

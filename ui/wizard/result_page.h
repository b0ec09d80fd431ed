// n-4: did it help?
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class ResultPage : public Page {
    Q_OBJECT
public:
    explicit ResultPage(CaseStory& story, QWidget* parent = nullptr) : Page(story, parent) {}

    void refresh() override;
    QString primaryLabel() const override;
    void primary() override;
    QString secondaryLabel() const override;
    void secondary() override;

private:
    bool isBetterPutBack() const;    // it did not help, or did harm
    bool canBePutBack() const;
    void addComparison();
    void addTry();
};

}    // namespace rdpmend::ui

// 0-3: the verdict in one sentence, who must act, and what can be done now.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class VerdictPage : public Page {
    Q_OBJECT
public:
    explicit VerdictPage(CaseStory& story, QWidget* parent = nullptr) : Page(story, parent) {}

    void refresh() override;
    QString primaryLabel() const override;
    bool primaryHasShield() const override;
    void primary() override;

private:
    QString noteForOthers() const;    // empty when this PC must act
    void addProof();
    void addChoices();
    void addOtherCauses();
};

}    // namespace rdpmend::ui

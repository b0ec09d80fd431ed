// 1-1 to 5-1: what one phase saw, what could be done about it, and what is not offered and why.
#pragma once

#include "ui/wizard/page.h"

namespace rdpmend::ui {

class PhasePage : public Page {
    Q_OBJECT
public:
    PhasePage(CaseStory& story, Phase phase, QWidget* parent = nullptr) : Page(story, parent), m_phase(phase) {}

    void refresh() override;
    QString primaryLabel() const override;
    bool primaryHasShield() const override;
    void primary() override;
    QString secondaryLabel() const override { return offeredFix() ? tr("Next phase") : QString(); }
    void secondary() override { next(); }

private:
    QString nextLabel() const;
    void next();
    const PlanStep* offeredFix() const;
    QString summary() const;
    void addFinding(const Finding& finding);
    void addFixes();
    void addWithheld();
    void addOutcomes();

    Phase m_phase;
};

}    // namespace rdpmend::ui

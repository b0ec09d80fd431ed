// The rail at the left: Start, the five phases, Finish. The phases always keep their numbers.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/controls.h"
#include "ui/wizard/case_story.h"

namespace rdpmend::ui {

class RailButton;

class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(const CaseStory& story, QWidget* parent = nullptr);
    // `here` is the page that is shown.
    void refresh(Screen here);
    void setNarrow(bool narrow);

signals:
    void chosen(rdpmend::ui::Screen screen);

private:
    const CaseStory& m_story;
    std::vector<RailButton*> m_buttons;    // Start, 1 to 5, Finish
    Text* m_practice;
    QPushButton* m_undo;
};

}    // namespace rdpmend::ui

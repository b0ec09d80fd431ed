// The window: rail, path picture, screen number, the page, and the buttons under it.
#pragma once

#include <QStackedWidget>
#include <QWidget>
#include <map>
#include <vector>

#include "ui/picture/path_view.h"
#include "ui/wizard/page.h"
#include "ui/wizard/rail.h"

namespace rdpmend::ui {

class Wizard : public QWidget {
    Q_OBJECT
public:
    explicit Wizard(CaseService& service, QWidget* parent = nullptr);

    CaseStory& story() { return m_story; }
    Screen screen() const { return m_here; }
    Page* page() const;

public slots:
    void goTo(rdpmend::ui::Screen screen);
    void goBack();

signals:
    void shown(rdpmend::ui::Screen screen);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void add(Screen screen, Page* page);
    QWidget* makeTop();
    QWidget* makeBottom();
    void refreshFrame();

    SessionBridge m_bridge;
    CaseStory m_story;
    Screen m_here;
    std::vector<Screen> m_way;    // pages that Back leads to; none of those that pass by themselves
    std::map<Screen, Page*> m_pages;

    Rail* m_rail;
    QStackedWidget* m_stack;
    PathView* m_path;
    Text* m_number;
    QPushButton* m_back;
    QPushButton* m_wayOut;
    QPushButton* m_secondary;
    QPushButton* m_primary;
};

}    // namespace rdpmend::ui

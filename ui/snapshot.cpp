#include "ui/snapshot.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QSet>

namespace rdpmend::ui {
namespace {

class Photographer : public QObject {
public:
    Photographer(Wizard& wizard, const QString& folder, std::chrono::milliseconds patience)
        : m_wizard(wizard), m_folder(folder), m_patience(patience), m_scheme(schemeInForce())
    {
        // Pages that pass by themselves are caught when there is something to see on them.
        connect(&wizard.story(), &CaseStory::progressed, this, [this] {
            const CaseStory& story = m_wizard.story();
            const bool halfChecked =
                m_wizard.screen() == Screen::checking() && story.done() * 2 >= story.total() && story.total() > 0;
            const bool changed =
                m_wizard.screen().page == 3 && !story.work().empty() && story.work().front().state == State::Fine;
            if (m_wizard.screen().passes() && (halfChecked || changed)) takeOnce();
        });
    }

    bool waitFor(const std::function<bool()>& come)
    {
        const QDeadlineTimer deadline(m_patience);
        while (!come() && !deadline.hasExpired()) QApplication::processEvents(QEventLoop::AllEvents, 20);
        return come();
    }
    bool waitFor(Screen screen)
    {
        return waitFor([this, screen] { return m_wizard.screen() == screen && !m_wizard.story().busy(); });
    }

    void take()
    {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            applyScheme(scheme);
            const QString name = m_wizard.screen().number() +
                                 (scheme == Scheme::Light ? QStringLiteral("-light.png") : QStringLiteral("-dark.png"));
            // What was just added to a page is shown by an event that comes later; no event may turn the page
            // meanwhile.
            for (auto* widget : m_wizard.findChildren<QWidget*>())
                if (!widget->isWindow() && !widget->testAttribute(Qt::WA_WState_ExplicitShowHide)) widget->show();
            // Layouts settle in a few rounds: heights follow widths.
            for (int i = 0; i < 3; ++i) QApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            const QString path = QDir(m_folder).filePath(name);
            if (m_wizard.grab().save(path)) m_saved << path;
        }
        applyScheme(m_scheme);
    }
    void takeOnce()
    {
        if (m_taken.contains(m_wizard.screen().number())) return;
        m_taken.insert(m_wizard.screen().number());
        take();
    }

    const QStringList& saved() const { return m_saved; }

private:
    Wizard& m_wizard;
    QString m_folder;
    std::chrono::milliseconds m_patience;
    Scheme m_scheme;
    QSet<QString> m_taken;
    QStringList m_saved;
};

}    // namespace

QStringList saveSnapshots(Wizard& wizard, const std::string& practiceCase, const QString& folder,
                          std::chrono::milliseconds patience)
{
    Photographer photographer(wizard, folder, patience);
    CaseStory& story = wizard.story();
    wizard.show();
    const auto visit = [&](Screen screen) {
        if (!photographer.waitFor(screen)) return false;
        photographer.take();
        return true;
    };

    if (!visit(Screen::start())) return photographer.saved();
    story.practise(practiceCase);
    if (!visit(Screen::verdict())) return photographer.saved();
    for (const Phase phase : allPhases) {
        wizard.goTo(Screen::phase(phase));
        if (!visit(Screen::phase(phase))) return photographer.saved();
    }
    if (!story.theCase().plan.steps.empty()) {
        const std::string fix = story.theCase().plan.steps.front().fix;
        const int group = fix.size() > 1 ? fix[1] - '0' : 0;
        story.chooseFix(fix);
        if (!visit({group, 2})) return photographer.saved();
        story.agree();
        if (!visit({group, 4})) return photographer.saved();
    }
    for (const Screen screen : {Screen::finish(), Screen::undo()}) {
        wizard.goTo(screen);
        if (!visit(screen)) return photographer.saved();
    }
    return photographer.saved();
}

}    // namespace rdpmend::ui

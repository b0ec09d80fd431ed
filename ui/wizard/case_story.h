// The story of one case as the window tells it: what the person asked for, what is known by now, which page comes next.
// It has no widgets; the pages show what it knows and call it when a button is pressed.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/report/report.h"
#include "ui/picture/path_scene.h"
#include "ui/session_bridge.h"
#include "ui/theme/state.h"

namespace rdpmend::ui {

// The permanent number of a page: what the helpdesk says aloud.
struct Screen {
    int group = 0;
    int page = 1;

    bool operator==(const Screen&) const = default;
    auto operator<=>(const Screen&) const = default;
    QString number() const { return QStringLiteral("%1-%2").arg(group).arg(page); }

    static Screen start() { return {0, 1}; }
    static Screen checking() { return {0, 2}; }
    static Screen verdict() { return {0, 3}; }
    static Screen phase(Phase phase) { return {rdpmend::number(phase), 1}; }
    static Screen finish() { return {6, 2}; }
    static Screen undo() { return {7, 1}; }
    bool isPhasePage() const { return group >= 1 && group <= 5; }
    // Nobody can press anything but Stop there, and the page leaves by itself.
    bool passes() const { return *this == checking() || (isPhasePage() && page == 3); }
};

class CaseStory : public QObject {
    Q_OBJECT
public:
    using History = std::vector<Session::Remembered>;

    struct StartInfo {
        QString machine{};
        std::vector<Target> recent{};
        std::vector<PracticeCase> practice{};
        History interrupted{};
    };
    // One fix that was tried.
    struct Try {
        PlanStep step{};
        StepResult result{};
        Diagnosis before{};
        bool putBack = false;
    };
    struct WorkLine {
        QString text{};
        State state = State::NotYet;
    };

    explicit CaseStory(SessionBridge& bridge, QObject* parent = nullptr);

    // Page 0-1
    void loadStart();
    const StartInfo& startInfo() const { return m_start; }
    void keepInterrupted();
    void putBackInterrupted();
    void check(const Target& target);
    void checkFile(const QString& path, const Target& typed);    // what was typed beside the file wins over the file
    void practise(const std::string& id);
    bool isPractice() const { return m_practice; }

    // Page 0-2
    void stopChecking();
    int done() const { return m_done; }
    int total() const { return m_total; }
    const std::vector<std::string>& finishedInOrder() const { return m_order; }
    // What has been under way longest, and for how long; empty when nothing is.
    std::optional<std::pair<std::string, std::chrono::milliseconds>> waitingFor() const;

    // From page 0-3 on
    const Case& theCase() const { return m_case; }
    const Target& target() const { return m_case.target; }
    bool isChecked() const { return m_checked; }
    const QString& planRefusal() const { return m_planRefusal; }
    VerdictWords verdict() const { return verdictWords(m_case, Facts::builtIn()); }
    State phaseState(Phase phase) const;
    PathScene scene() const;

    // Pages n-2 to n-4
    void chooseFix(const std::string& fix);
    const Plan& consent() const { return m_consent; }
    ChangeWords words(const PlannedChange& change) const { return m_bridge.service().words(change); }
    void agree();
    void stopWorking();
    const std::vector<WorkLine>& work() const { return m_work; }
    const Try* lastTry() const { return m_tries.empty() ? nullptr : &m_tries.back(); }
    const std::vector<Try>& tries() const { return m_tries; }
    void putBackLastTry();
    bool canTryConnection() const { return m_hasRemoteDesktop; }
    void tryConnection();

    // Page 7-1
    void loadHistory();
    const History& history() const { return m_history; }
    const QString& historyRefusal() const { return m_historyRefusal; }
    void undo(const std::vector<std::int64_t>& numbers, bool evenIfChanged = false);

    bool busy() const { return m_bridge.busy(); }

signals:
    void goTo(rdpmend::ui::Screen screen);
    void refused(const QString& sentence);    // to be said on the page that is shown
    void startLoaded();
    void progressed();
    void historyLoaded();

private:
    void begin(const Target& target, bool leavePractice);
    void beginProbes(std::size_t count);
    void heard(const Event& event);
    void heardWhileWorking(const Event& event);

    SessionBridge& m_bridge;
    StartInfo m_start;
    Case m_case;
    bool m_practice = false;
    bool m_checked = false;
    QString m_planRefusal;
    bool m_hasRemoteDesktop = false;

    int m_done = 0;
    int m_total = 0;
    std::vector<std::string> m_order;
    std::map<std::string, QElapsedTimer, std::less<>> m_running;

    Plan m_consent;
    std::vector<WorkLine> m_work;
    std::size_t m_changesMade = 0;
    std::vector<Try> m_tries;

    History m_history;
    QString m_historyRefusal;
};

}    // namespace rdpmend::ui

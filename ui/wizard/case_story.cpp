#include "ui/wizard/case_story.h"

#include <algorithm>

#include "core/report/words.h"
#include "ui/words.h"

namespace rdpmend::ui {
namespace {

// What one check gives: the diagnosis and what could be done about it.
struct Checked {
    Diagnosis diagnosis{};
    Result<Plan> plan = Plan{};
    std::string machine{};
    bool hasRemoteDesktop = false;
};

struct Worked {
    std::vector<StepResult> results{};
    Diagnosis after{};
    bool verified = false;
    Result<Plan> plan = Plan{};
};

using Remembered = Session::Remembered;

Result<std::vector<UndoResult>> undoRun(CaseService& service, std::int64_t run, const Sink& sink)
{
    const auto history = service.history();
    if (!history) return history.error();
    std::vector<std::int64_t> numbers;
    for (const Remembered& one : *history)
        if (one.entry.run == run && one.entry.state == ChangeState::Done) numbers.push_back(one.entry.number);
    return service.undo(numbers, sink, /*evenIfChanged=*/false);
}

// The first failure of an undo as a sentence; empty when everything was put back.
QString firstFailure(const std::vector<UndoResult>& results)
{
    for (const auto& result : results) {
        if (result.error && isDeclined(*result.error)) continue;    // the person's own answer
        if (result.error) return errorText(*result.error);
        if (result.state != ChangeState::Undone)
            return CaseStory::tr("Something else changed this setting since. It was left as it is now.");
    }
    return {};
}

std::vector<std::int64_t> numbersOf(const std::vector<Remembered>& history)
{
    std::vector<std::int64_t> numbers;
    for (const auto& one : history) numbers.push_back(one.entry.number);
    return numbers;
}

}    // namespace

CaseStory::CaseStory(SessionBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void CaseStory::loadStart()
{
    const auto work = [](CaseService& service, const Sink&, const std::stop_token&) {
        StartInfo info;
        info.machine = plain(service.machine());
        info.recent = service.recent();
        info.practice = service.practiceCases();
        // A journal that cannot be read is said where it matters: on the page that wants to change or undo something.
        if (auto interrupted = service.interrupted()) info.interrupted = *std::move(interrupted);
        return info;
    };
    m_bridge.run(work, [this](const StartInfo& info) {
        m_start = info;
        emit startLoaded();
    });
}

void CaseStory::keepInterrupted()
{
    const auto numbers = numbersOf(m_start.interrupted);
    const auto work = [numbers](CaseService& service, const Sink&, const std::stop_token&) {
        return service.keep(numbers);
    };
    m_bridge.run(work, [this](const Status& status) {
        if (!status) emit refused(errorText(status.error()));
        loadStart();
    });
}

void CaseStory::putBackInterrupted()
{
    const auto numbers = numbersOf(m_start.interrupted);
    const auto work = [numbers](CaseService& service, const Sink& sink, const std::stop_token&) {
        return service.undo(numbers, sink, /*evenIfChanged=*/false);
    };
    m_bridge.run(work, [this](const std::vector<UndoResult>& results) {
        if (const QString failure = firstFailure(results); !failure.isEmpty()) emit refused(failure);
        loadStart();
    });
}

void CaseStory::check(const Target& target)
{
    const bool leavePractice = m_practice;
    m_practice = false;
    begin(target, leavePractice);
}

void CaseStory::begin(const Target& target, bool leavePractice)
{
    m_case = {.target = target, .when = std::chrono::system_clock::now()};
    m_checked = false;
    m_planRefusal.clear();
    m_tries.clear();
    beginProbes(0);
    emit goTo(Screen::checking());

    const auto work = [target, leavePractice](CaseService& service, const Sink& sink, const std::stop_token& stop) {
        if (leavePractice) service.leavePractice();
        Checked checked{.diagnosis = service.diagnose(target, sink, stop)};
        checked.plan = service.plan(target, checked.diagnosis, {});
        checked.machine = service.machine();
        checked.hasRemoteDesktop = service.hasRemoteDesktop();
        return checked;
    };
    const auto done = [this](const Checked& checked) {
        m_running.clear();
        m_case.diagnosis = checked.diagnosis;
        m_case.machine = checked.machine;
        m_hasRemoteDesktop = checked.hasRemoteDesktop;
        if (checked.plan)
            m_case.plan = *checked.plan;
        else
            m_planRefusal = errorText(checked.plan.error());
        m_checked = true;
        emit goTo(Screen::verdict());
    };
    m_bridge.run(work, done, [this](const Event& event) { heard(event); });
}

void CaseStory::checkFile(const QString& path, const Target& typed)
{
    const auto work = [file = toUtf8(path)](CaseService& service, const Sink&, const std::stop_token&) {
        return service.readRemoteDesktopFile(file);
    };
    m_bridge.run(work, [this, typed](const Result<Target>& read) {
        if (!read) {
            emit refused(errorText(read.error()));
            return;
        }
        Target target = *read;
        if (typed.gateway) target.gateway = typed.gateway;
        if (typed.reported) target.reported = typed.reported;
        check(target);
    });
}

void CaseStory::practise(const std::string& id)
{
    const auto work = [id](CaseService& service, const Sink&, const std::stop_token&) { return service.practise(id); };
    m_bridge.run(work, [this](const Result<Target>& target) {
        if (!target) {
            emit refused(errorText(target.error()));
            return;
        }
        m_practice = true;
        begin(*target, /*leavePractice=*/false);
    });
}

void CaseStory::stopChecking()
{
    m_bridge.abandon();
    m_running.clear();
    emit goTo(Screen::start());
    loadStart();
}

std::optional<std::pair<std::string, std::chrono::milliseconds>> CaseStory::waitingFor() const
{
    const auto oldest = std::ranges::max_element(m_running, {}, [](const auto& one) { return one.second.elapsed(); });
    if (oldest == m_running.end()) return std::nullopt;
    return std::pair{oldest->first, std::chrono::milliseconds(oldest->second.elapsed())};
}

void CaseStory::beginProbes(std::size_t count)
{
    m_done = 0;
    m_total = static_cast<int>(count);
    m_order.clear();
    m_running.clear();
}

void CaseStory::heard(const Event& event)
{
    if (const auto* started = std::get_if<DiagnosisStarted>(&event)) beginProbes(started->probes);
    if (const auto* started = std::get_if<ProbeStarted>(&event)) m_running[started->id].start();
    if (const auto* finished = std::get_if<ProbeFinished>(&event)) {
        m_running.erase(finished->id);
        m_case.diagnosis.outcomes[finished->id] = finished->outcome;
        m_order.push_back(finished->id);
        m_done = std::min(m_done + 1, std::max(m_total, 1));
    }
    emit progressed();
}

State CaseStory::phaseState(Phase phase) const
{
    bool found = false, healthy = false, blind = false, any = false;
    for (const auto& [probe, outcome] : m_case.diagnosis.outcomes) {
        if (phaseOfId(probe) != phase) continue;
        any = true;
        const State state = stateOf(outcome);
        found = found || state == State::Broken || state == State::Found;
        healthy = healthy || state == State::Fine;
        blind = blind || state == State::CouldNotLook;
    }
    const bool running =
        std::ranges::any_of(m_running, [phase](const auto& one) { return phaseOfId(one.first) == phase; });
    // What several phases show together can be the fault of one in which every single thing looks well.
    const RankedCause* top = m_checked ? m_case.diagnosis.top() : nullptr;
    if (top && top->weight == Weight::Blocks && phaseOfId(top->id) == phase) found = true;
    if (found) return State::Found;
    if (running) return State::Checking;
    if (!any) return m_checked ? State::NotNeeded : State::NotYet;
    // "Could not look" is never the same as "nothing wrong", even when it is only a part.
    if (blind) return State::CouldNotLook;
    return healthy ? State::Fine : State::NotNeeded;
}

PathScene CaseStory::scene() const
{
    std::set<std::string, std::less<>> running;
    for (const auto& [probe, since] : m_running) running.insert(probe);
    return pathScene(m_case.target, m_case.diagnosis.outcomes, running, m_checked ? &m_case.diagnosis : nullptr);
}

void CaseStory::chooseFix(const std::string& fix)
{
    const auto work = [fix, target = m_case.target, diagnosis = m_case.diagnosis](CaseService& service, const Sink&,
                                                                                  const std::stop_token&) {
        return service.plan(target, diagnosis, std::span(&fix, 1));
    };
    m_bridge.run(work, [this](const Result<Plan>& plan) {
        if (!plan) {
            emit refused(errorText(plan.error()));
        } else if (plan->steps.empty()) {
            emit refused(plan->withheld.empty()
                             ? tr("There is nothing to change for this.")
                             : plain(words::withheld(m_case, Facts::builtIn(), plan->withheld.front())));
        } else {
            m_consent = *plan;
            emit goTo({number(phaseOfFix(m_consent.steps.front().fix)), 2});
        }
    });
}

void CaseStory::agree()
{
    m_work = {{tr("Write down what is there now, so that it can be put back"), State::Checking},
              {tr("Make the change"), State::NotYet},
              {tr("Read it back"), State::NotYet},
              {tr("Check again what was wrong"), State::NotYet}};
    m_changesMade = 0;
    beginProbes(0);
    emit goTo({number(phaseOfFix(m_consent.steps.front().fix)), 3});

    const auto work = [target = m_case.target, before = m_case.diagnosis, plan = m_consent](
                          CaseService& service, const Sink& sink, const std::stop_token& stop) {
        Worked worked{.results = service.carryOut(plan, sink, stop), .after = before};
        const bool anyMade =
            std::ranges::any_of(worked.results, [](const StepResult& result) { return !result.error; });
        if (anyMade) {
            worked.after = service.verify(target, before, plan, worked.results, sink, stop);
            worked.verified = true;
            worked.plan = service.plan(target, worked.after, {});
        }
        return worked;
    };
    const auto done = [this](const Worked& worked) {
        m_running.clear();
        if (!worked.results.empty() && worked.results[0].error && isDeclined(*worked.results[0].error)) {
            emit goTo({number(phaseOfFix(m_consent.steps.front().fix)), 2});    // nothing happened, so nothing is said
            return;
        }
        for (std::size_t i = 0; i < m_consent.steps.size() && i < worked.results.size(); ++i)
            m_tries.push_back({.step = m_consent.steps[i], .result = worked.results[i], .before = m_case.diagnosis});
        m_case.results.insert(m_case.results.end(), worked.results.begin(), worked.results.end());
        m_case.diagnosis = worked.after;
        if (worked.verified && worked.plan) m_case.plan = *worked.plan;
        emit goTo({number(phaseOfFix(m_consent.steps.front().fix)), 4});
    };
    m_bridge.run(work, done, [this](const Event& event) { heardWhileWorking(event); });
}

void CaseStory::heardWhileWorking(const Event& event)
{
    if (std::holds_alternative<ChangeMade>(event)) {
        ++m_changesMade;
        std::size_t all = 0;
        for (const auto& step : m_consent.steps) all += step.changes.size();
        const bool complete = m_changesMade >= all;
        m_work[0].state = State::Fine;
        m_work[1].state = complete ? State::Fine : State::Checking;
        m_work[2].state = complete ? State::Fine : State::Checking;
    }
    if (const auto* finished = std::get_if<StepFinished>(&event); finished && finished->result.error) {
        for (auto& line : m_work)
            if (line.state != State::Fine) line.state = State::NotNeeded;
        m_work[1].state = State::Broken;
    }
    if (const auto* started = std::get_if<ProbeStarted>(&event)) {
        m_work[3].state = State::Checking;
        m_running[started->id].start();
    }
    if (const auto* finished = std::get_if<ProbeFinished>(&event)) m_running.erase(finished->id);
    if (std::holds_alternative<DiagnosisFinished>(event)) m_work[3].state = State::Fine;
    emit progressed();
}

void CaseStory::stopWorking()
{
    m_bridge.stop();
}

void CaseStory::tryConnection()
{
    const auto work = [target = m_case.target](CaseService& service, const Sink&, const std::stop_token&) {
        return service.tryConnection(target);
    };
    m_bridge.run(work, [this](const Status& status) {
        if (!status) emit refused(errorText(status.error()));
    });
}

void CaseStory::putBackLastTry()
{
    if (m_tries.empty()) return;
    const auto work = [run = m_tries.back().result.run](CaseService& service, const Sink& sink,
                                                        const std::stop_token&) { return undoRun(service, run, sink); };
    m_bridge.run(work, [this](const Result<std::vector<UndoResult>>& results) {
        const QString failure = results ? firstFailure(*results) : errorText(results.error());
        if (!failure.isEmpty()) {
            emit refused(failure);
            return;
        }
        m_tries.back().putBack = true;
        m_case.diagnosis = m_tries.back().before;    // the PC is as it was then
        emit goTo(Screen::finish());
    });
}

void CaseStory::loadHistory()
{
    const auto work = [](CaseService& service, const Sink&, const std::stop_token&) { return service.history(); };
    m_bridge.run(work, [this](const Result<History>& history) {
        m_history = history ? *history : History{};
        m_historyRefusal = history ? QString() : errorText(history.error());
        m_case.history.clear();
        for (const auto& one : m_history) m_case.history.push_back(one.entry);
        emit historyLoaded();
    });
}

void CaseStory::undo(const std::vector<std::int64_t>& numbers, bool evenIfChanged)
{
    const auto work = [numbers, evenIfChanged](CaseService& service, const Sink& sink, const std::stop_token&) {
        return service.undo(numbers, sink, evenIfChanged);
    };
    m_bridge.run(work, [this](const std::vector<UndoResult>& results) {
        if (const QString failure = firstFailure(results); !failure.isEmpty()) emit refused(failure);
        loadHistory();
    });
}

}    // namespace rdpmend::ui

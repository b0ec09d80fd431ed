#include "app/cli/look.h"

#include <algorithm>
#include <memory>
#include <set>

#include "core/base/text.h"

namespace rdpmend::cli {
namespace {

class Progress {
public:
    Progress(Terminal& terminal, const Facts& facts) : m_terminal(terminal), m_facts(facts) {}

    void operator()(const DiagnosisStarted& event)
    {
        m_all = event.probes;
        m_finished = 0;
    }
    void operator()(const ProbeStarted& event)
    {
        m_running.insert(event.id);
        show(event.id);
    }
    void operator()(const ProbeFinished& event)
    {
        ++m_finished;
        m_running.erase(event.id);
        if (!m_running.empty()) show(*m_running.begin());
    }
    void operator()(const DiagnosisFinished&) { m_terminal.endProgress(); }
    void operator()(const StepStarted& event)
    {
        m_terminal.progress("Changing: " + m_facts.text("fix." + event.fix + ".title"));
    }
    void operator()(const ChangeMade&) {}
    void operator()(const StepFinished&) { m_terminal.endProgress(); }
    void operator()(const ChangeUndone& event)
    {
        m_terminal.progress("Put back: change " + shownNumber(event.result.number));
    }

private:
    void show(const std::string& probe)
    {
        const std::string words = m_facts.text("probe." + probe + ".progress");
        m_terminal.progress("[" + std::to_string(m_finished) + "/" + std::to_string(m_all) + "] " +
                            (words.empty() ? probe : words));
    }

    Terminal& m_terminal;
    const Facts& m_facts;
    std::size_t m_all = 0, m_finished = 0;
    std::set<std::string> m_running;
};

}    // namespace

Sink progressOn(Terminal& terminal, const Facts& facts)
{
    if (!terminal.progressIsSeen()) return [](const Event&) {};
    return
        [progress = std::make_shared<Progress>(terminal, facts)](const Event& event) { std::visit(*progress, event); };
}

Case look(Session& session, const Target& target, Terminal& terminal, std::stop_token stop)
{
    Case out{.target = target, .machine = session.machine().description(), .when = std::chrono::system_clock::now()};
    out.diagnosis = session.diagnose(target, progressOn(terminal, session.facts()), std::move(stop));
    terminal.endProgress();
    auto plan = session.plan(target, out.diagnosis);
    if (plan)
        out.plan = std::move(*plan);
    else
        terminal.complain("What could be changed here is not known: " + describe(plan.error()));
    return out;
}

void addHistory(Case& theCase, const Session& session)
{
    auto history = session.history();
    if (!history) return;
    for (Session::Remembered& one : *history) theCase.history.push_back(std::move(one.entry));
}

ExitStatus statusOf(const Case& theCase)
{
    switch (theCase.diagnosis.overall) {
    case Overall::Healthy: return allWell;
    case Overall::Inconclusive: return couldNotTell;
    case Overall::Problem: break;
    }
    const RankedCause* top = theCase.diagnosis.top();
    if (top == nullptr) return somebodyElseMustAct;
    const bool offered =
        std::ranges::any_of(theCase.plan.steps, [top](const PlanStep& step) { return step.cause == top->id; });
    return offered || top->side == Side::ThisPc ? thisPcCanAct : somebodyElseMustAct;
}

}    // namespace rdpmend::cli

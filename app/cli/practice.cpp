// practice: the whole story on a simulated PC and a really broken host inside the program.
#include "core/practice/practice.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/look.h"
#include "app/cli/print.h"
#include "app/cli/stop.h"

namespace rdpmend::cli {
namespace {

// A journal for one story; removed with it.
class TemporaryFolder {
public:
    TemporaryFolder()
        : m_path(std::filesystem::temp_directory_path() /
                 fmt::format("rdpmend-practice-{:08x}", std::random_device{}()))
    {
        std::filesystem::create_directory(m_path);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string file(std::string_view name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

class Story {
public:
    Story(Practice& practice, Journal* journal, Terminal& terminal, std::stop_token stop)
        : m_practice(practice),
          m_facts(Facts::builtIn()),
          m_session(practice.machine(), practice.net(), m_facts, journal),
          m_terminal(terminal),
          m_stop(std::move(stop))
    {}

    // Whether it went as the scenario says.
    bool play()
    {
        const Scenario& scenario = m_practice.scenario();
        m_terminal.say("Practice: " + scenario.title, Style::Bold);
        m_terminal.say(scenario.story);
        m_terminal.heading("1. Trying to connect");
        tryToConnect();

        m_terminal.heading("2. Finding out why");
        m_case = look(m_session, m_practice.target(), m_terminal, m_stop);
        printVerdict(m_terminal, m_case, m_facts);
        const RankedCause* top = m_case.diagnosis.top();
        const bool found = top != nullptr && top->id == scenario.expectedCause;
        if (scenario.expectedFix.empty()) {
            printNote(m_terminal, m_case, m_facts);
            return found;
        }
        return mend(scenario.expectedFix) && found;
    }

    const Case& theCase() const { return m_case; }

private:
    bool tryToConnect()
    {
        const auto dialog = m_practice.tryToConnect();
        m_terminal.say(dialog ? "  The dialog says: " + toString(*dialog) : "  Connected.",
                       dialog ? Style::Bad : Style::Good);
        return !dialog;
    }

    bool mend(const std::string& fix)
    {
        auto plan = m_session.plan(m_practice.target(), m_case.diagnosis, std::vector{fix});
        if (plan && plan->steps.empty() && !m_case.plan.steps.empty()) {
            // Only a test is offered yet; what it shows decides about the fix.
            m_terminal.heading("The deciding test comes first");
            (void)carryOut();
            plan = m_session.plan(m_practice.target(), m_case.diagnosis, std::vector{fix});
        }
        if (!plan || plan->steps.empty()) return m_terminal.say("  The fix is not offered."), false;
        m_case.plan = std::move(*plan);
        m_terminal.heading("3. What will be changed, and checking again");
        const bool mended = carryOut();

        const bool undoable = m_case.plan.steps.front().reversal != Reversal::Impossible;
        m_terminal.heading(undoable ? "4. Undoing it: everything is as it was, and broken again"
                                    : "4. Undoing what can be undone");
        const bool allBack = undoWhatCanBe();
        addHistory(m_case, m_session);
        return mended && allBack && (!undoable || !tryToConnect());
    }

    bool undoWhatCanBe()
    {
        std::vector<std::int64_t> numbers;
        if (const auto history = m_session.history())
            for (const auto& [entry, standing] : *history)
                if (entry.reversal != Reversal::Impossible) numbers.push_back(entry.number);
        const auto undone = m_session.undo(numbers, progressOn(m_terminal, m_facts));
        printUndone(m_terminal, undone);
        return std::ranges::all_of(undone, [](const UndoResult& one) { return one.state == ChangeState::Undone; });
    }

    // Whether it connects afterwards.
    bool carryOut()
    {
        printSteps(m_terminal, m_case, m_facts);
        const Sink progress = progressOn(m_terminal, m_facts);
        m_case.results = m_session.carryOut(m_case.plan, progress, m_stop);
        (void)m_session.verify(m_practice.target(), m_case.diagnosis, m_case.plan, m_case.results, progress, m_stop);
        printResults(m_terminal, m_case, m_facts);
        return tryToConnect();
    }

    Practice& m_practice;
    const Facts& m_facts;
    Session m_session;
    Terminal& m_terminal;
    std::stop_token m_stop;
    Case m_case;
};

ExitStatus list(Terminal& terminal)
{
    for (const Scenario& scenario : scenarios())
        terminal.say(fmt::format("{:<32} {}", scenario.id, scenario.title), Style::Plain, 33);
    return allWell;
}

}    // namespace

ExitStatus practice(const PracticeArguments& arguments, Terminal& terminal)
{
    if (arguments.list) return list(terminal);
    if (scenarios().empty()) return terminal.complain("There is nothing to practise on in this build."), internalError;
    const std::string id = arguments.scenario.empty() ? scenarios().front().id : arguments.scenario;
    if (std::ranges::find(scenarios(), id, &Scenario::id) == scenarios().end())
        return terminal.complain("There is no scenario '" + id + "'; see rdpmend-cli practice --list."), badUsage;
    auto practice = Practice::start(id);
    if (!practice) return terminal.complain(practice.error()), internalError;
    const TemporaryFolder folder;
    auto journal = Journal::open(folder.file("journal.db"));
    if (!journal) return terminal.complain(journal.error()), fileTrouble;

    StopOnSignal stop;
    Story story(**practice, journal->get(), terminal, stop.token());
    const bool asExpected = story.play();
    if (!arguments.html.empty()) {
        const Status written =
            writeOutput(arguments.html, toHtml(story.theCase(), Facts::builtIn(), {.redact = false}));
        if (!written) return terminal.complain(written.error()), fileTrouble;
    }
    if (stop.requested()) return stopped;
    if (!asExpected) return terminal.complain("The practice case did not go as its story says."), internalError;
    return allWell;
}

}    // namespace rdpmend::cli

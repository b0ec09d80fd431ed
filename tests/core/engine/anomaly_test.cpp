// Every remedy, with every call of the PC and of the journal failing or losing its power in turn: while it is carried
// out, while it is undone, and while that is recovered from. Afterwards undo-all must leave the PC as it was, bit for
// bit. The password alone cannot come back; then the undo must say so.
#include <algorithm>
#include <array>
#include <iostream>
#include <random>

#include "bench.h"
#include "core/changes/changes.h"
#include "core/remedies/remedy.h"

namespace rdpmend {
namespace {

constexpr std::array faults{Fault::Refuse,    Fault::RefuseAfter, Fault::Ignore,
                            Fault::CutBefore, Fault::CutHalfWay,  Fault::CutAfter};
constexpr std::array cuts{Fault::CutBefore, Fault::CutHalfWay, Fault::CutAfter};
constexpr std::array calls{FaultPlan::Call::Look, FaultPlan::Call::Perform, FaultPlan::Call::Journal};

std::vector<std::string> allThatCanBeUndone()
{
    std::vector<std::string> out;
    for (const auto* remedy : allRemedies())
        if (remedy->reversal != Reversal::Impossible) out.emplace_back(remedy->number);
    return out;
}

class Anomaly : public testing::TestWithParam<std::string> {
protected:
    // The PC and the plan for this remedy, made once: the loops copy them.
    void SetUp() override
    {
        Bench bench;
        if (GetParam() == "F301") bench.makeTheTest();
        m_start = bench.machine.state();
        m_plan = bench.plan(GetParam() == "Together" ? allThatCanBeUndone() : std::vector{GetParam()});
        ASSERT_FALSE(m_plan.steps.empty());
    }

    struct Case {
        SimulatedMachine machine;
        DeadNet net{};
        MemoryJournal journal{};
        FaultPlan faults{};

        explicit Case(const SimulatedState& start) : machine(start)
        {
            machine.setFaults(&faults);
            journal.faults = &faults;
        }
        Session session() { return {machine, net, Facts::builtIn(), &journal, "", fakeProbes()}; }
        // Does `work`; a power cut ends it. Afterwards the power is back. Whether the fault came at all.
        template <class Work>
        bool attempt(FaultPlan::Call call, int n, Fault fault, Work work)
        {
            faults.at(call, n, fault);
            try {
                work();
            } catch (const PowerCut&) {}
            const bool happened = faults.happened();
            faults.restorePower();
            return happened;
        }
    };

    void expectNoTrace(Case& c, const std::string& what)
    {
        ++m_checked;
        auto session = c.session();
        const auto results = session.undoAll({});
        const auto now = c.machine.state();
        if (GetParam() == "F301" && now.credentials.empty()) {
            ASSERT_EQ(results.size(), 1U) << what;
            ASSERT_TRUE(results[0].error) << what << ": a lost password must be said";
            auto without = m_start;
            without.credentials.clear();
            ASSERT_TRUE(now == without) << what;
            return;
        }
        for (const auto& result : results) ASSERT_FALSE(result.error) << what << ": " << describe(*result.error);
        ASSERT_TRUE(now == m_start) << what << '\n' << toJson(now);
        ASSERT_TRUE(session.undoAll({}).empty()) << what << ": recovery is idempotent";
        const auto interrupted = session.interrupted();
        ASSERT_TRUE(interrupted && interrupted->empty()) << what;
    }

    // No change without a journalled intent, and every settled state is what the PC says too.
    void expectTrueTestimony(Case& c, const std::string& what)
    {
        ASSERT_TRUE(!c.journal.entries.empty() || c.machine.state() == m_start) << what;
        for (const auto& entry : c.journal.entries) {
            const auto now = c.machine.current(entry.change.before);
            ASSERT_TRUE(now) << what;
            const auto stands = standing(entry.change, *now);
            if (entry.state == ChangeState::Done) {
                ASSERT_EQ(stands, Standing::Ours) << what;
            } else if (entry.state != ChangeState::Intended) {
                ASSERT_EQ(stands, Standing::AsBefore) << what;
            }
        }
    }

    static std::string describeFault(const char* during, FaultPlan::Call call, int n, Fault fault)
    {
        return std::string(during) + ", call kind " + std::to_string(static_cast<int>(call)) + " number " +
               std::to_string(n) + ", fault " + std::to_string(static_cast<int>(fault));
    }

    SimulatedState m_start;
    Plan m_plan;
    int m_checked = 0;
};

TEST_P(Anomaly, WhileCarryingOut)
{
    for (const auto call : calls) {
        for (const auto fault : faults) {
            for (int n = 1;; ++n) {
                Case c(m_start);
                std::vector<StepResult> results;
                if (!c.attempt(call, n, fault, [&] { results = c.session().carryOut(m_plan, {}); })) break;
                const auto what = describeFault("carrying out", call, n, fault);
                ASSERT_NO_FATAL_FAILURE(expectTrueTestimony(c, what));
                for (const auto& result : results) {
                    const bool allRolledBack = result.error && result.rolledBack && m_plan.steps.size() == 1;
                    ASSERT_TRUE(!allRolledBack || c.machine.state() == m_start)
                        << what << ": it is said to be rolled back";
                }
                ASSERT_NO_FATAL_FAILURE(expectNoTrace(c, what));
            }
        }
    }
    std::cout << m_checked << " faults while carrying out " << GetParam() << '\n';
}

TEST_P(Anomaly, WhileUndoing)
{
    for (const auto call : calls) {
        for (const auto fault : faults) {
            for (int n = 1;; ++n) {
                Case c(m_start);
                for (const auto& result : c.session().carryOut(m_plan, {})) ASSERT_FALSE(result.error);
                if (!c.attempt(call, n, fault, [&] { c.session().undoAll({}); })) break;
                ASSERT_NO_FATAL_FAILURE(expectNoTrace(c, describeFault("undoing", call, n, fault)));
            }
        }
    }
    std::cout << m_checked << " faults while undoing " << GetParam() << '\n';
}

TEST_P(Anomaly, WhileRecoveringFromEveryPowerCut)
{
    for (const auto call : calls) {
        for (const auto fault : cuts) {
            bool cutCame = true;
            for (int n = 1; cutCame; ++n) {
                for (const auto secondCall : calls) {
                    for (const auto secondFault : faults) {
                        for (int m = 1;; ++m) {
                            Case c(m_start);
                            cutCame = c.attempt(call, n, fault, [&] { c.session().carryOut(m_plan, {}); });
                            if (!cutCame || !c.attempt(secondCall, m, secondFault, [&] { c.session().undoAll({}); }))
                                break;
                            ASSERT_NO_FATAL_FAILURE(
                                expectNoTrace(c, describeFault("carrying out", call, n, fault) + " and " +
                                                     describeFault("recovering", secondCall, m, secondFault)));
                        }
                    }
                }
            }
        }
    }
    std::cout << m_checked << " double faults of " << GetParam() << '\n';
}

// Somebody else writes a third value into every place after the power cut: it stays, and is told.
TEST_P(Anomaly, AThirdPartyWriteAfterEveryPowerCutIsKept)
{
    const auto foreign = [](const Change& before) -> std::optional<Change> {
        auto change = before;
        const auto value = RegistryValue::fromString("somebody else");
        if (auto* set = std::get_if<SetRegistryValue>(&change)) {
            set->value = value;
        } else if (auto* replace = std::get_if<ReplaceRegistryKey>(&change)) {
            replace->tree = RegistryTree{.values = {{.name = "theirs", .value = value}}};
        } else if (auto* file = std::get_if<WriteFile>(&change)) {
            file->content = toBytes("theirs");
        } else {
            return std::nullopt;    // nobody but Windows saves credentials
        }
        return change;
    };
    for (const auto call : calls) {
        for (const auto fault : cuts) {
            for (int n = 1;; ++n) {
                Case c(m_start);
                if (!c.attempt(call, n, fault, [&] { c.session().carryOut(m_plan, {}); })) break;
                for (const auto& entry : c.journal.entries) {
                    const auto change = foreign(entry.change.before);
                    ASSERT_TRUE(!change || c.machine.perform(*change, Deadline::in(std::chrono::seconds(1))));
                }
                const auto theirs = c.machine.state();
                const auto results = c.session().undoAll({});
                if (GetParam() == "F301") continue;
                ++m_checked;
                const auto what = describeFault("carrying out", call, n, fault);
                ASSERT_TRUE(c.machine.state() == theirs) << what;
                for (const auto& result : results) ASSERT_EQ(result.state, ChangeState::Kept) << what;
            }
        }
    }
    std::cout << m_checked << " third-party writes around " << GetParam() << " kept\n";
}

std::vector<std::string> everyRemedy()
{
    std::vector<std::string> out{"Together"};
    for (const auto* remedy : allRemedies()) out.emplace_back(remedy->number);
    return out;
}

INSTANTIATE_TEST_SUITE_P(Every, Anomaly, testing::ValuesIn(everyRemedy()),
                         [](const auto& remedy) { return remedy.param; });

// Random stories: some fixes, a fault somewhere, a restart, perhaps somebody else's write, an undo with another fault,
// and so on. To see one again: the seed is said.
class Story {
public:
    explicit Story(std::uint32_t seed) : m_random(seed)
    {
        m_bench.machine.setFaults(&m_faults);
        m_bench.journal.faults = &m_faults;
    }

    void play()
    {
        for (std::size_t chapters = 1 + pick(4); chapters > 0; --chapters) {
            planFault();
            try {
                if (pick(3) == 0) {
                    m_bench.session().undoAll({});
                } else {
                    carryOutSomething();
                }
            } catch (const PowerCut&) {}
            m_faults.restorePower();
            if (pick(4) == 0) somebodyElseWrites();
        }
    }
    void expectTheRightEnd(std::uint32_t seed)
    {
        for (const auto& result : m_bench.session().undoAll({})) ASSERT_FALSE(result.error) << "seed " << seed;
        auto expected = *stateFromJson(brokenPc, "");
        const auto now = m_bench.machine.state();
        if (m_foreign) {
            const auto* key = now.registry.find(client);
            const auto* value = key ? findValue(*key, "RDGClientTransport") : nullptr;
            ASSERT_TRUE(value && value->value == *m_foreign)
                << "seed " << seed << ": somebody else's value was overwritten";
            expected.registry.set(client, "RDGClientTransport", *m_foreign);
        }
        ASSERT_TRUE(now == expected) << "seed " << seed << '\n' << testimony() << toJson(now);
    }
    bool disturbed() const { return m_foreign.has_value(); }

private:
    static inline const RegistryKey client{.path = "Software\\Microsoft\\Terminal Server Client"};

    std::size_t pick(std::size_t count) { return m_random() % count; }
    std::string testimony() const
    {
        std::string out;
        for (const auto& [number, run, fix, remedy, scope, reversal, state, change, when] : m_bench.journal.entries)
            out += std::to_string(number) + ' ' + fix + ' ' + std::string(name(state)) + ' ' + place(change.before) +
                   ": " + content(change.before) + " -> " + content(change.after) + '\n';
        return out;
    }
    void planFault()
    {
        m_faults.at(calls[pick(calls.size())], static_cast<int>(1 + pick(30)), faults[pick(faults.size())]);
    }
    void carryOutSomething()
    {
        auto fixes = allThatCanBeUndone();
        std::shuffle(fixes.begin(), fixes.end(), m_random);
        fixes.resize(1 + pick(fixes.size()));
        auto session = m_bench.session();
        const auto plan = session.plan(m_bench.target, Diagnosis{}, fixes);
        if (plan) session.carryOut(*plan, {});
    }
    // A value that we never write, into a place that one of the fixes changes.
    void somebodyElseWrites()
    {
        m_foreign = RegistryValue::fromDword(100 + static_cast<std::uint32_t>(pick(1000)));
        auto state = m_bench.machine.state();
        state.registry.set(client, "RDGClientTransport", *m_foreign);
        m_bench.machine.setState(state);
    }

    std::mt19937 m_random;
    Bench m_bench{};
    FaultPlan m_faults{};
    std::optional<RegistryValue> m_foreign{};
};

TEST(Stories, EndWithNoTraceOfOursAndEveryWriteOfOthers)
{
    constexpr std::uint32_t stories = 20000;
    int disturbed = 0;
    for (std::uint32_t seed = 1; seed <= stories; ++seed) {
        Story story(seed);
        story.play();
        ASSERT_NO_FATAL_FAILURE(story.expectTheRightEnd(seed));
        disturbed += story.disturbed();
    }
    std::cout << stories << " random stories, " << disturbed << " with somebody else's writes\n";
}

}    // namespace
}    // namespace rdpmend

// The whole story of each practice case with the real engine: the cause is found, the fix is offered, made and
// verified, the connection works, and undoing brings the fault back.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/engine/session.h"
#include "core/practice/practice.h"

namespace rdpmend {
namespace {

// A journal in a folder of its own, gone with the test.
class JournalFolder {
public:
    JournalFolder()
    {
        std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
        std::ranges::replace(name, '/', '-');
        m_folder = std::filesystem::temp_directory_path() / ("rdpmend-practice-" + name);
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directory(m_folder);
    }
    JournalFolder(const JournalFolder&) = delete;
    JournalFolder& operator=(const JournalFolder&) = delete;
    ~JournalFolder() { std::filesystem::remove_all(m_folder); }

    std::string file() const { return (m_folder / "journal.db").string(); }

private:
    std::filesystem::path m_folder{};
};

class Story : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override
    {
        auto practice = Practice::start(GetParam());
        ASSERT_TRUE(practice);
        m_practice = std::move(*practice);
        auto journal = Journal::open(m_folder.file());
        ASSERT_TRUE(journal) << describe(journal.error());
        m_journal = std::move(*journal);
        m_session =
            std::make_unique<Session>(m_practice->machine(), m_practice->net(), Facts::builtIn(), m_journal.get());
    }

    Diagnosis diagnose() { return m_session->diagnose(m_practice->target(), {}); }

    std::vector<StepResult> carryOut(const Diagnosis& diagnosis, const std::vector<std::string>& fixes = {})
    {
        const auto plan = m_session->plan(m_practice->target(), diagnosis, fixes);
        EXPECT_TRUE(plan);
        if (!plan) return {};
        auto results = m_session->carryOut(*plan, {});
        for (const StepResult& result : results) EXPECT_FALSE(result.error);
        (void)m_session->verify(m_practice->target(), diagnosis, *plan, results, {});
        return results;
    }

    JournalFolder m_folder{};
    std::unique_ptr<Practice> m_practice{};
    std::unique_ptr<Journal> m_journal{};
    std::unique_ptr<Session> m_session{};
};

TEST_P(Story, IsToldToItsEnd)
{
    const Diagnosis diagnosis = diagnose();
    ASSERT_TRUE(diagnosis.top());
    EXPECT_EQ(diagnosis.top()->id, m_practice->scenario().expectedCause);
    // A remembered certificate that is out of date is named without being called a blocked way.
    EXPECT_EQ(diagnosis.overall, diagnosis.top()->weight == Weight::Blocks ? Overall::Problem : Overall::Healthy);

    const std::string fix = m_practice->scenario().expectedFix;
    const auto plan = m_session->plan(m_practice->target(), diagnosis);
    ASSERT_TRUE(plan);
    if (fix.empty()) {
        EXPECT_TRUE(plan->steps.empty()) << "somebody else must act, and yet " << plan->steps.front().fix
                                         << " is proposed";
        return;
    }
    ASSERT_EQ(plan->steps.size(), 1U);
    const bool testFirst = fix == "F301";    // the harmless test comes before what cannot be undone
    EXPECT_EQ(plan->steps.front().fix, testFirst ? "F303" : fix);

    const auto made = carryOut(diagnosis);
    ASSERT_EQ(made.size(), 1U);
    if (!testFirst) {
        EXPECT_EQ(made.front().effect, Effect::Cured);
    }
    EXPECT_EQ(m_practice->tryToConnect(), std::nullopt);

    for (const UndoResult& result : m_session->undoAll({})) EXPECT_FALSE(result.error);
    EXPECT_EQ(m_practice->tryToConnect(), m_practice->target().reported);
    EXPECT_EQ(diagnose().top()->id, m_practice->scenario().expectedCause);
    if (testFirst) {
        EXPECT_EQ(carryOut(diagnosis, {fix}).size(), 1U);
        EXPECT_EQ(m_practice->tryToConnect(), std::nullopt);
    }
}

std::vector<std::string> ids()
{
    std::vector<std::string> out;
    for (const Scenario& scenario : scenarios()) out.push_back(scenario.id);
    return out;
}

INSTANTIATE_TEST_SUITE_P(Practice, Story, testing::ValuesIn(ids()), [](const auto& scenario) {
    std::string name = scenario.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

}    // namespace
}    // namespace rdpmend

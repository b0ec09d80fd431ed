#include "core/broker/server.h"

#include "core/changes/changes.h"
#include "wire.h"

namespace rdpmend::broker {
namespace {

// Speaks as the program would, without its good manners.
class Talk {
public:
    explicit Talk(BrokerBench& bench) : m_end(*bench.start()), m_frames(*m_end)
    {
        const auto answer = ask(Hello{});
        EXPECT_EQ(answer.size(), 1U);
        if (!answer.empty()) m_nonce = std::get<Welcome>(answer[0]).nonce;
    }

    // All answers up to the last; empty: the broker hung up.
    std::vector<Answer> ask(const Request& request)
    {
        const auto frame = encode(Envelope<Request>{.sequence = m_next++, .nonce = m_nonce, .message = request});
        if (!sendFrame(*m_end, frame, Deadline::in(std::chrono::seconds(5)))) return {};
        std::vector<Answer> answers;
        for (;;) {
            const auto next = m_frames.next(Deadline::in(std::chrono::seconds(5)));
            if (!next || !*next) return {};
            auto answer = decodeAnswer(**next);
            EXPECT_TRUE(answer);
            answers.push_back(answer->message);
            if (answers.size() == 1 && std::holds_alternative<Welcome>(answers[0])) return answers;
            if (std::holds_alternative<Done>(answers.back())) return answers;
        }
    }
    std::string refusalOf(const Request& request)
    {
        const auto answers = ask(request);
        if (answers.size() != 1) return answers.empty() ? "hung up" : "more than one answer";
        const auto& done = std::get<Done>(answers[0]);
        return done.refusal ? describe(*done.refusal) : "done";
    }

private:
    std::unique_ptr<Stream> m_end;
    FrameReader m_frames;
    Nonce m_nonce{};
    std::uint32_t m_next = 0;
};

class Broker : public testing::Test {
protected:
    bool untouched() const { return bench.machine.state() == brokenState() && bench.wide.entries.empty(); }

    BrokerBench bench;
};

TEST_F(Broker, CarriesOutWhatWasAgreedToAndPutsItBack)
{
    Talk talk(bench);
    const auto answers = talk.ask(agreeTo(bench, {"F401", "F502"}));
    ASSERT_EQ(answers.size(), 6U);    // two views and a policy, two steps, done
    EXPECT_EQ(std::get<Made>(answers[0]).number, 1);
    EXPECT_FALSE(std::get<StepDone>(answers[2]).error);
    EXPECT_FALSE(std::get<Done>(answers[5]).refusal);
    EXPECT_EQ(bench.wide.entries.size(), 3U);
    EXPECT_TRUE(bench.wide.allRuns.at(0).finished);
    EXPECT_EQ(bench.wide.allRuns.at(0).id, RunId{1});
    EXPECT_FALSE(bench.machine.state() == brokenState());

    const auto undone = talk.ask(Undo{.numbers = {1, 2, 3}});
    ASSERT_EQ(undone.size(), 4U);
    EXPECT_EQ(std::get<Undone>(undone[0]).number, 3) << "newest first";
    EXPECT_TRUE(bench.machine.state() == brokenState());
}

TEST_F(Broker, RefusesAPlanThatIsNotWhatItWouldPropose)
{
    const auto agreed = agreeTo(bench, {"F401"});
    auto other = agreed;
    other.plan[31] = static_cast<std::uint8_t>(~other.plan[31]);
    EXPECT_NE(Talk(bench).refusalOf(other).find("no longer as it was when you agreed"), std::string::npos);
    auto more = agreed;
    more.fixes.push_back(502);
    EXPECT_NE(Talk(bench).refusalOf(more).find("no longer as it was when you agreed"), std::string::npos);
    EXPECT_TRUE(untouched());

    const SetRegistryValue foreign{
        .key = places::licenceCache(View::Registry64), .name = "new", .value = RegistryValue::fromDword(1)};
    ASSERT_TRUE(bench.machine.perform(foreign, Deadline::in(std::chrono::seconds(1))));
    EXPECT_NE(Talk(bench).refusalOf(agreed).find("no longer as it was when you agreed"), std::string::npos);
    EXPECT_TRUE(bench.wide.entries.empty());
}

TEST_F(Broker, KnowsNoFixButThoseThatNeedAnAdministrator)
{
    const auto agreed = agreeTo(bench, {"F401"});
    for (const auto fix : std::vector<std::uint16_t>{0, 1, 204, 301, 302, 303, 501, 999, 65535}) {
        auto begin = agreed;
        begin.fixes = {fix};
        EXPECT_EQ(Talk(bench).refusalOf(begin), fixName(fix) + " is no fix that needs an administrator.");
    }
    auto twice = agreed;
    twice.fixes = {401, 401};
    EXPECT_EQ(Talk(bench).refusalOf(twice), "F401 is no fix that needs an administrator.");
    EXPECT_TRUE(untouched());
}

TEST_F(Broker, MakesTheMachineWidePartOfAFixThatIsAlsoThePersonsOwn)
{
    Talk talk(bench);
    const auto answers = talk.ask(agreeTo(bench, {"F304"}));
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_FALSE(std::get<StepDone>(answers[1]).error);
    const auto key = places::client(Hive::CurrentUser);
    EXPECT_TRUE(bench.machine.registryValue(key, places::warningsOverride)->has_value()) << "HKCU is left alone";
    EXPECT_FALSE(
        bench.machine.registryValue(places::client(Hive::LocalMachine), places::warningsOverride)->has_value());
}

TEST_F(Broker, HangsUpOnASecondPlan)
{
    Talk talk(bench);
    EXPECT_EQ(talk.ask(agreeTo(bench, {"F502"})).size(), 3U);
    EXPECT_TRUE(talk.ask(agreeTo(bench, {"F401"})).empty());
    bench.joinBrokers();
    EXPECT_EQ(bench.endings, std::vector{Ending::Refused});
    EXPECT_EQ(bench.wide.entries.size(), 1U);
}

TEST_F(Broker, AfterAPlanPutsBackOnlyWhatItMade)
{
    {
        Talk earlier(bench);
        EXPECT_EQ(earlier.ask(agreeTo(bench, {"F502"})).size(), 3U);
    }
    Talk talk(bench);
    EXPECT_EQ(talk.ask(agreeTo(bench, {"F401"})).size(), 4U);
    EXPECT_EQ(talk.refusalOf(Undo{.numbers = {1}}), "Only what was agreed to can be put back without asking again.");
    EXPECT_EQ(talk.refusalOf(Undo{.numbers = {2, 1}}), "Only what was agreed to can be put back without asking again.");
    EXPECT_EQ(talk.ask(Undo{.numbers = {2}}).size(), 2U);
    EXPECT_EQ(bench.wide.entries.at(0).state, ChangeState::Done);
}

TEST_F(Broker, PutsEverythingBackWhenAsked)
{
    {
        Talk talk(bench);
        EXPECT_EQ(talk.ask(agreeTo(bench, {"F401", "F502", "F304"})).size(), 8U);
    }
    EXPECT_EQ(Talk(bench).ask(UndoAll{}).size(), 5U);
    EXPECT_TRUE(bench.machine.state() == brokenState());
    EXPECT_EQ(Talk(bench).ask(UndoAll{}).size(), 1U) << "nothing is left";
    EXPECT_EQ(Talk(bench).refusalOf(Undo{.numbers = {77}}), "done") << "and what there is not is not undone";
}

TEST_F(Broker, SettlesAnInterruptedRun)
{
    FaultPlan faults;
    bench.wide.faults = &faults;
    const auto agreed = agreeTo(bench, {"F401"});
    faults.at(FaultPlan::Call::Journal, 6, Fault::Refuse);    // ready, run, intent, done, intent, done: the last one
    {
        Talk(bench).ask(agreed);
    }
    bench.wide.faults = nullptr;
    bench.wide.allRuns.at(0).finished = false;
    bench.wide.entries.at(0).state = ChangeState::Intended;
    EXPECT_EQ(Talk(bench).refusalOf(Settle{.run = 1}), "done");
    EXPECT_TRUE(bench.wide.allRuns.at(0).finished);
    EXPECT_EQ(bench.wide.entries.at(0).state, ChangeState::Failed) << "it was rolled back";
}

TEST_F(Broker, AJournalThatRefusesRefusesTheRequest)
{
    const auto closed = [] { return Result<std::unique_ptr<Journal>>(refusal("The disk is full.")); };
    Script script;
    script.send(encode(Envelope<Request>{.message = Hello{}}));
    Server(bench.machine, closed).serve(script);
    EXPECT_FALSE(script.answered.empty());

    FaultPlan faults;
    bench.wide.faults = &faults;
    faults.at(FaultPlan::Call::Journal, 1, Fault::Refuse, refusal("The disk is full."));
    EXPECT_EQ(Talk(bench).refusalOf(agreeTo(bench, {"F401"})), "The disk is full.");
    EXPECT_TRUE(untouched());
}

TEST_F(Broker, EndsWhenNothingIsAskedForTwoMinutes)
{
    Script script;
    script.send(encode(Envelope<Request>{.message = Hello{}}));
    script.atTheEnd = Error{.domain = Domain::TimedOut};
    EXPECT_EQ(Server(bench.machine, bench.journalOfBroker()).serve(script), Ending::Idle);
    const auto left = script.waits.back().at - Deadline::Clock::now();
    EXPECT_LE(left, longestSilence);
    EXPECT_GT(left, longestSilence - std::chrono::seconds(30));
    EXPECT_EQ(longestSilence, std::chrono::seconds(120));
}

TEST_F(Broker, EndsWhenTheProgramCloses)
{
    Script script;
    EXPECT_EQ(Server(bench.machine, bench.journalOfBroker()).serve(script), Ending::Closed);
}

TEST_F(Broker, RefusesLengthsThatNoMessageHas)
{
    for (const std::uint32_t length : {0U, 65537U, 0x80000000U, 0xFFFFFFFFU}) {
        Script script;
        const auto bytes = ByteWriter().u32le(length).zeros(8).take();
        script.sent.assign(bytes.begin(), bytes.end());
        EXPECT_EQ(Server(bench.machine, bench.journalOfBroker()).serve(script), Ending::Refused) << length;
    }
}

}    // namespace
}    // namespace rdpmend::broker

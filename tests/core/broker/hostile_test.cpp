// T01: the program that asks is the attacker. Random conversations, some of them nearly right: the PC never differs
// outside the catalogue, and inside only where the journal has a record of it.
#include <cstdlib>
#include <random>

#include "places_oracle.h"
#include "wire.h"

namespace rdpmend::broker {
namespace {

// What an attacker knows: everything but the nonce of a connection that has not greeted yet.
class Attacker {
public:
    Attacker(std::uint32_t seed, std::vector<Begin> plans) : m_random(seed), m_plans(std::move(plans)) {}

    // One frame, and mostly one that comes far.
    Bytes frame(std::uint32_t sequence, const Nonce& nonce)
    {
        auto bytes = encode(Envelope<Request>{.sequence = one(10) ? number() : sequence,
                                              .nonce = one(10) ? Nonce{3} : nonce,
                                              .message = request(sequence)});
        if (one(6)) bytes[below(bytes.size())] = static_cast<std::uint8_t>(number());
        if (one(20)) bytes.resize(below(bytes.size() + 8) + 1);
        return bytes;
    }
    std::size_t below(std::size_t n) { return m_random() % n; }
    bool one(std::size_t in) { return below(in) == 0; }

private:
    Request request(std::uint32_t sequence)
    {
        if (sequence == 0 && !one(10)) return Hello{};
        switch (below(6)) {
        case 0: return Undo{.evenIfChanged = one(2), .numbers = {static_cast<std::int64_t>(below(8) + 1)}};
        case 1: return UndoAll{.evenIfChanged = one(2)};
        case 2: return Settle{.run = static_cast<std::int64_t>(below(4) + 1)};
        case 3: return Hello{};
        default: break;
        }
        auto begin = m_plans[below(m_plans.size())];
        if (one(3)) begin.plan[below(begin.plan.size())] ^= 1U;
        if (one(3)) begin.fixes[0] = static_cast<std::uint16_t>(number());
        if (one(3)) begin.fixes.push_back(static_cast<std::uint16_t>(below(600)));
        return begin;
    }
    std::uint32_t number() { return static_cast<std::uint32_t>(m_random()); }

    std::mt19937 m_random;
    std::vector<Begin> m_plans;
};

// Answers from what was sent so far, so that the nonce of the greeting can be used.
class HostileStream final : public Stream {
public:
    explicit HostileStream(Attacker& attacker) : m_attacker(attacker), m_left(attacker.below(5) + 1) {}

    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline&) override
    {
        if (m_script.sent.empty() && m_left > 0) {
            --m_left;
            m_script.send(m_attacker.frame(m_sequence++, m_nonce));
        }
        return m_script.read(into, Deadline{});
    }
    Status write(ByteView bytes, const Deadline&) override
    {
        if (m_attacker.one(30)) return refusal("gone");
        const auto answer = decodeAnswer(bytes.subspan(4));
        if (answer && std::holds_alternative<Welcome>(answer->message))
            m_nonce = std::get<Welcome>(answer->message).nonce;
        return ok();
    }

private:
    Attacker& m_attacker;
    Script m_script;
    std::size_t m_left;
    std::uint32_t m_sequence = 0;
    Nonce m_nonce{};
};

// Every place that is not as it was before has a change in the journal that is not undone.
bool everyDifferenceIsJournalled(const SimulatedState& start, const MemoryJournal& journal, const SimulatedState& now)
{
    SimulatedMachine machine(now);
    for (auto entry = journal.entries.rbegin(); entry != journal.entries.rend(); ++entry)
        if (entry->state != ChangeState::Undone && entry->state != ChangeState::Failed)
            (void)machine.perform(entry->change.before, Deadline::in(std::chrono::seconds(5)));
    return machine.state() == start;
}

// RDPMEND_HOSTILE_RUNS: how many conversations; the nightly run has a million.
int conversations()
{
    const char* runs = std::getenv("RDPMEND_HOSTILE_RUNS");
    return runs ? std::atoi(runs) : 20000;
}

TEST(Hostile, ConversationsNeverLeaveTheCatalogueAndNothingIsUnjournalled)
{
    const auto start = brokenState();
    const auto outside = withoutOurPlaces(start);
    int made = 0;
    int undone = 0;
    BrokerBench bench;
    const std::vector plans{agreeTo(bench, {"F401"}), agreeTo(bench, {"F502"}),
                            agreeTo(bench, {"F304", "F401", "F502"})};
    Attacker attacker(1, plans);
    const int all = conversations();
    for (int i = 0; i < all; ++i) {
        HostileStream stream(attacker);
        Server(bench.machine, bench.journalOfBroker()).serve(stream);
        if (bench.wide.entries.size() < 40 && i % 4 != 3) continue;
        const auto now = bench.machine.state();
        for (const auto& entry : bench.wide.entries) {
            made += entry.state == ChangeState::Done;
            undone += entry.state == ChangeState::Undone;
        }
        ASSERT_TRUE(withoutOurPlaces(now) == outside) << "conversation " << i;
        ASSERT_TRUE(everyDifferenceIsJournalled(start, bench.wide, now)) << "conversation " << i;
        bench.machine.setState(start);
        bench.wide.entries.clear();
        bench.wide.allRuns.clear();
    }
    EXPECT_GT(made, all / 40) << "an attacker who never comes through shows nothing";
    EXPECT_GT(undone, all / 500);
    std::cout << all << " conversations: " << made << " changes made, " << undone << " undone\n";
}

}    // namespace
}    // namespace rdpmend::broker

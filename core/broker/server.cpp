#include "core/broker/server.h"

#include <algorithm>
#include <set>

#include "core/changes/changes.h"
#include "core/remedies/places.h"
#include "core/remedies/steps.h"

namespace rdpmend::broker {
namespace {

// Whether a row of the journal is one that this catalogue could have written. The journal is writable by administrators
// only; this holds even if it were not.
bool isOurs(const HistoryEntry& entry)
{
    const auto* remedy = findRemedy(entry.fix);
    const auto& [before, after] = entry.change;
    return remedy && remedy->number == entry.fix && remedy->id == entry.remedy && entry.scope == Scope::Machine &&
           samePlace(before, after) && staysInside(*remedy, before) && staysInside(*remedy, after);
}

}    // namespace

Server::Server(Machine& machine, OpenJournal openJournal) : m_machine(machine), m_openJournal(std::move(openJournal)) {}

Result<Applier> Server::applier()
{
    if (!m_journal) {
        auto journal = m_openJournal();
        if (!journal) return journal.error();
        m_journal = *std::move(journal);
    }
    return Applier(m_machine, m_journal.get());
}

// What the fixes would change on this PC now. Nobody's target and findings are known here: see Remedy::places.
Result<std::vector<PlanStep>> Server::agreedSteps(const Begin& begin) const
{
    const Target target;
    const Diagnosis diagnosis;
    Plan plan;
    std::set<std::uint16_t> seen;
    for (const auto number : begin.fixes) {
        const auto* remedy = findRemedy(fixName(number));
        const bool allowed = remedy && !remedy->places.front().key.empty() &&
                             remedy->reversal != Reversal::Impossible && remedy->onlyAfter.empty();
        if (!allowed || !seen.insert(number).second)
            return refusal(fixName(number) + " is no fix that needs an administrator.");
        const auto proposal =
            remedy->propose({.target = target, .machine = m_machine, .diagnosis = diagnosis, .askedFor = true});
        if (!proposal) return proposal.error();
        auto steps = stepsOf(*remedy, *proposal, m_machine);
        if (!steps) return steps.error();
        std::ranges::move(*steps, std::back_inserter(plan.steps));
    }
    const auto agreed = planHash(plan) == toHex(begin.plan);
    if (!agreed)
        return refusal(
            "This PC is no longer as it was when you agreed, so nothing was changed: check again and look at the new "
            "plan.");
    return std::move(plan.steps);
}

// One request after another, each answered before the next is read.
class Server::Connection {
public:
    Connection(Server& server, Stream& stream) : m_server(server), m_stream(stream), m_frames(stream) {}

    Ending run()
    {
        for (;;) {
            const auto frame = m_frames.next(Deadline::in(longestSilence));
            if (!frame) return frame.error().domain == Domain::TimedOut ? Ending::Idle : Ending::Refused;
            if (!*frame) return Ending::Closed;
            const auto request = decodeRequest(**frame);
            if (!request || !m_order.accept(*request)) return Ending::Refused;
            m_sequence = request->sequence;
            std::visit([this](const auto& message) { answer(message); }, request->message);
            if (m_deaf) return Ending::Closed;
        }
    }

private:
    void say(const Answer& answer)
    {
        const bool greeting = std::holds_alternative<Welcome>(answer);
        const auto frame =
            encode(Envelope<Answer>{.sequence = m_sequence, .nonce = greeting ? Nonce{} : m_nonce, .message = answer});
        // What was begun is finished, also when nobody listens any more.
        if (!m_deaf && !sendFrame(m_stream, frame, Deadline::in(longestSend))) m_deaf = true;
    }

    void answer(const Hello&) { say(Welcome{.nonce = m_nonce}); }

    void answer(const Begin& begin)
    {
        auto applier = m_server.applier();
        if (!applier) return say(Done{applier.error()});
        const auto steps = m_server.agreedSteps(begin);
        if (!steps) return say(Done{steps.error()});
        const auto run = applier->beginRun(*steps, begin.run);
        if (!run) return say(Done{run.error()});
        std::size_t told = 0;
        const auto tell = [&](const Event& event) {
            if (const auto* made = std::get_if<ChangeMade>(&event)) {
                m_made.insert(made->number);
                say(Made{.fix = fixNumber(made->fix).value_or(0), .number = made->number});
            } else if (const auto* finished = std::get_if<StepFinished>(&event)) {
                sayStep(finished->result);
                ++told;
            }
        };
        const auto results = applier->carryOut(*steps, *run, tell);
        applier->finishRun(*run);
        for (; told < results.size(); ++told) sayStep(results[told]);    // what was not begun
        say(Done{});
    }

    void sayStep(const StepResult& result)
    {
        say(StepDone{.fix = fixNumber(result.fix).value_or(0), .rolledBack = result.rolledBack, .error = result.error});
    }

    void answer(const Undo& undo)
    {
        const bool own = m_order.state() != Order::State::Made ||
                         std::ranges::all_of(undo.numbers, [this](auto number) { return m_made.contains(number); });
        if (!own) return say(Done{refusal("Only what was agreed to can be put back without asking again.")});
        putBack([&](const HistoryEntry& entry) { return std::ranges::count(undo.numbers, entry.number) > 0; },
                undo.evenIfChanged);
    }

    void answer(const UndoAll& undo)
    {
        putBack([&](const HistoryEntry& entry) { return isOutstanding(entry, undo.evenIfChanged); },
                undo.evenIfChanged);
    }

    void putBack(const Applier::Wanted& wanted, bool evenIfChanged)
    {
        auto applier = m_server.applier();
        if (!applier) return say(Done{applier.error()});
        const auto history = m_server.m_journal->history();
        if (!history) return say(Done{history.error()});
        for (const auto& entry : *history)
            if (wanted(entry) && !isOurs(entry))
                return say(Done{refusal("Change " + std::to_string(entry.number) +
                                        " in the machine-wide journal is none that a fix could have made, so nothing "
                                        "was put back.")});
        for (auto& result : applier->undoWhere(wanted, {}, evenIfChanged)) {
            if (result.number == 0) return say(Done{result.error});
            say(Undone{.number = result.number,
                       .standing = result.standing,
                       .state = result.state,
                       .error = std::move(result.error)});
        }
        say(Done{});
    }

    void answer(const Settle& settle)
    {
        auto applier = m_server.applier();
        if (!applier) return say(Done{applier.error()});
        const auto settled = applier->settle(settle.run);
        say(Done{settled ? std::nullopt : std::optional(settled.error())});
    }

    Server& m_server;
    Stream& m_stream;
    FrameReader m_frames;
    const Nonce m_nonce = randomBytes();
    Order m_order{m_nonce};
    std::uint32_t m_sequence = 0;
    std::set<std::int64_t> m_made;
    bool m_deaf = false;
};

Ending Server::serve(Stream& stream)
{
    return std::make_unique<Connection>(*this, stream)->run();
}

}    // namespace rdpmend::broker

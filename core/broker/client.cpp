#include "core/broker/client.h"

#include <algorithm>

#include "core/apply/applier.h"
#include "core/changes/changes.h"

namespace rdpmend::broker {
namespace {

constexpr std::chrono::seconds patience{10};        // for a greeting
constexpr std::chrono::seconds longestWork{120};    // between two answers

Error lost(const Error& why)
{
    return refusal("The elevated part of rdpmend ended before it had answered (" + describe(why) +
                   "): the history shows how this PC stands.");
}

Error misunderstood()
{
    return lost(refusal("it said something else than was asked"));
}

}    // namespace

// One connection.
class Client::Link {
public:
    explicit Link(std::unique_ptr<Stream> stream) : m_stream(std::move(stream)), m_frames(*m_stream) {}

    Status greet()
    {
        Welcome welcome;
        const auto keep = [&](const Answer& answer) {
            const auto* one = std::get_if<Welcome>(&answer);
            if (one) welcome = *one;
            return one != nullptr;
        };
        if (auto asked = send(Hello{}); !asked) return asked;
        if (auto answered = receive(keep, patience); !answered) return answered;
        if (welcome.version != version)
            return refusal("The elevated part of rdpmend is of another version: install rdpmend again.");
        m_nonce = welcome.nonce;
        return ok();
    }

    // Hands every answer to `take` until the last one; its refusal is the error.
    template <class Take>
    Status ask(const Request& request, Take take)
    {
        if (auto asked = send(request); !asked) return lost(asked.error());
        std::optional<Done> done;
        const auto takeOne = [&](const Answer& answer) {
            if (const auto* last = std::get_if<Done>(&answer)) return done = *last, true;
            return take(answer);
        };
        while (!done)
            if (auto received = receive(takeOne, longestWork); !received) return lost(received.error());
        if (done->refusal) return *done->refusal;
        return ok();
    }

private:
    Status send(const Request& request)
    {
        const auto frame = encode(Envelope<Request>{.sequence = m_next++, .nonce = m_nonce, .message = request});
        return sendFrame(*m_stream, frame, Deadline::in(patience));
    }

    template <class Take>
    Status receive(Take take, std::chrono::seconds atMost)
    {
        const auto frame = m_frames.next(Deadline::in(atMost));
        if (!frame) return frame.error();
        if (!*frame) return refusal("it closed the connection");
        const auto answer = decodeAnswer(**frame);
        if (!answer) return answer.error();
        if (answer->sequence != m_next - 1 || answer->nonce != m_nonce || !take(answer->message))
            return misunderstood();
        return ok();
    }

    std::unique_ptr<Stream> m_stream;
    FrameReader m_frames;
    Nonce m_nonce{};
    std::uint32_t m_next = 0;
};

Client::Client(Start start, ReadJournal readJournal) : m_start(std::move(start)), m_readJournal(std::move(readJournal))
{}

Client::~Client() = default;

Status Client::connect()
{
    m_link.reset();
    m_made.clear();
    auto stream = m_start();
    if (!stream) return stream.error();
    auto link = std::make_unique<Link>(*std::move(stream));
    if (auto greeted = link->greet(); !greeted) return lost(greeted.error());
    m_link = std::move(link);
    return ok();
}

std::vector<StepResult> Client::carryOut(std::span<const PlanStep> steps, const RunId& run, const Sink& sink)
{
    const auto digest = fromHex(planHash({.steps = {steps.begin(), steps.end()}}));
    Begin begin{.run = run, .fixes = {}};
    std::ranges::copy(*digest, begin.plan.begin());
    for (const auto& step : steps) begin.fixes.push_back(fixNumber(step.fix).value_or(0));
    if (auto connected = connect(); !connected) return refuseAll(steps, connected.error());

    std::vector<StepResult> results;
    const auto tell = [&sink](const Event& event) {
        if (sink) sink(event);
    };
    const auto take = [&](const Answer& answer) {
        if (results.size() == steps.size()) return false;
        const auto& step = steps[results.size()];
        if (const auto* made = std::get_if<Made>(&answer)) {
            m_made.insert(made->number);
            tell(ChangeMade{.fix = step.fix, .number = made->number});
            return fixName(made->fix) == step.fix;
        }
        const auto* done = std::get_if<StepDone>(&answer);
        if (!done || fixName(done->fix) != step.fix) return false;
        results.push_back({.fix = step.fix, .error = done->error, .rolledBack = done->rolledBack});
        tell(StepFinished{results.back()});
        return true;
    };
    tell(StepStarted{steps.front().fix});
    auto asked = m_link->ask(begin, take);
    if (asked && results.size() != steps.size()) asked = misunderstood();
    if (asked) return results;
    m_link.reset();
    // What was reported before it went wrong stays true.
    std::ranges::move(refuseAll(steps.subspan(results.size()), asked.error()), std::back_inserter(results));
    return results;
}

std::vector<UndoResult> Client::undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged)
{
    const Undo request{.evenIfChanged = evenIfChanged, .numbers = {numbers.begin(), numbers.end()}};
    const bool justMade =
        m_link && std::ranges::all_of(numbers, [this](std::int64_t number) { return m_made.contains(number); });
    if (!justMade)
        if (auto connected = connect(); !connected) return {{.error = connected.error()}};
    auto results = putBack(request, sink);
    // It ends by itself when it was not asked for long: then it is asked for again.
    if (justMade && !m_link && results.size() == 1 && results[0].number == 0) {
        if (auto connected = connect(); !connected) return {{.error = connected.error()}};
        results = putBack(request, sink);
    }
    if (!results.empty() && results.back().number == 0) return results;
    for (const auto number : numbers)
        if (std::ranges::find(results, number, &UndoResult::number) == results.end())
            results.push_back(
                {.number = number,
                 .error = refusal("The machine-wide journal has no change " + shownNumber(-number) + '.')});
    return results;
}

std::vector<UndoResult> Client::undoAll(const Sink& sink, bool evenIfChanged)
{
    if (auto connected = connect(); !connected) return {{.error = connected.error()}};
    return putBack(UndoAll{.evenIfChanged = evenIfChanged}, sink);
}

// Precondition: connected. What went wrong as a whole is a result without a number.
std::vector<UndoResult> Client::putBack(const Request& request, const Sink& sink)
{
    std::vector<UndoResult> results;
    const auto asked = m_link->ask(request, [&](const Answer& answer) {
        const auto* undone = std::get_if<Undone>(&answer);
        if (!undone || undone->number <= 0) return false;
        results.push_back(
            {.number = undone->number, .standing = undone->standing, .state = undone->state, .error = undone->error});
        if (sink) sink(ChangeUndone{results.back()});
        return true;
    });
    if (!asked) {
        results.push_back({.error = asked.error()});
        m_link.reset();
    }
    return results;
}

Status Client::settle(std::int64_t run)
{
    if (auto connected = connect(); !connected) return connected;
    auto asked = m_link->ask(Settle{.run = run}, [](const Answer&) { return false; });
    m_link.reset();
    return asked;
}

}    // namespace rdpmend::broker

// After: a connection that was cut before the ClientHello was answered.  Finds: whether the confirm or the ClientHello
// provoked it. Our ClientHello leaves within microseconds of the confirm, so the first connection cannot tell: a second
// one listens a while before it sends it.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr auto listening = std::chrono::milliseconds(600);
constexpr auto tellable = std::chrono::milliseconds(10);    // shorter round trips prove nothing

// The host stayed quiet until our ClientHello, and its answer cannot be here before half of the time has passed that
// opening the connection took: who cut the connection is nearer than the host.
bool cutNearby(const Attempt& attempt)
{
    const auto roundTrip = attempt.tries.empty() ? std::chrono::microseconds{} : attempt.tries.back().took;
    return attempt.tls && attempt.error && attempt.error->failure == NetFailure::Reset && roundTrip >= tellable &&
           attempt.error->after * 2 < roundTrip;
}

Outcome run(ProbeContext& c)
{
    if (!c.outcome("transport.tls_handshake").has("transport.cut_before_tls_answer"))
        return Outcome::notApplicable("not_applicable.not_cut");
    auto question = c.conversation.usual();
    question.pauseAfterConfirm = listening;
    question.upTo = Stage::Tls;
    const auto attempt = c.conversation.ask(question, c.deadline);
    if (!attempt) return Outcome::couldNotLook(refusal("No further connection may be opened."));
    if (attempt->reached(Stage::Tls)) {
        auto outcome = Outcome::healthy({{.key = "second_try.tls", .value = "complete: it was not cut again"}});
        outcome.add({.id = "network.unsteady", .weight = Weight::Degrades});
        return outcome;
    }
    if (attempt->endedAt() != Stage::Tls || !attempt->cutOff())
        return couldNotReach(*attempt, "see when the connection is cut");
    Outcome outcome;
    auto evidence = endingEvidence(*attempt);
    evidence.push_back({.key = "ended.listened", .value = milliseconds(listening)});
    addCut(outcome, attempt->tls ? "transport.cut_on_client_hello" : "transport.cut_after_confirm", *attempt,
           std::move(evidence));
    if (cutNearby(*attempt))
        outcome.add({.id = "network.cut_nearby",
                     .weight = Weight::Note,
                     .evidence = {{.key = "cut.after", .value = milliseconds(attempt->error->after)},
                                  {.key = "cut.round_trip", .value = milliseconds(attempt->tries.back().took)}}});
    return outcome;
}

}    // namespace

extern const Probe transport_close_stage;
const Probe transport_close_stage{.id = "transport.close_stage",
                                  .phase = Phase::Transport,
                                  .place = Place::Host,
                                  .after = {"transport.tls_handshake"},
                                  .budget = std::chrono::seconds(14),
                                  .run = run};

}    // namespace rdpmend::probes

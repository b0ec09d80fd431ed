// After: a TLS handshake that fell silent.  Finds: full-size segments vanish while small ones arrive.
//
// Proof without raw sockets: the usual handshake falls silent twice, and the same handshake with a receive window so
// small that the far end can only send small segments succeeds.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint32_t smallWindow = 1024;    // bytes; measured to keep segments under every MTU in use

Outcome run(ProbeContext& c)
{
    if (!c.outcome("transport.tls_handshake").has("transport.tls_silent"))
        return Outcome::notApplicable("not_applicable.tls_answered");

    auto question = c.conversation.usual();
    question.upTo = Stage::Tls;
    question.receiveBuffer = smallWindow;
    const auto small = c.conversation.ask(question, c.deadline);
    if (!small) return Outcome::couldNotLook(refusal("No further connection may be opened."));
    if (!small->reached(Stage::Tls)) {
        if (!small->tls) return couldNotReach(*small, "repeat the handshake with a small window");
        return Outcome::healthy({{.key = "small_window.tls", .value = endingWords(*small->error)}});
    }
    question.receiveBuffer = 0;
    const auto again = c.conversation.ask(question, c.deadline);
    if (!again) return Outcome::couldNotLook(refusal("No further connection may be opened."));
    if (again->reached(Stage::Tls)) {
        auto outcome = Outcome::healthy({{.key = "second_try.tls", .value = "complete: the silence was not repeated"}});
        outcome.add({.id = "network.lossy_link", .weight = Weight::Degrades});
        return outcome;
    }
    Outcome outcome;
    outcome.add({.id = "network.mtu_black_hole",
                 .evidence = {{.key = "usual_window.tls", .value = endingWords(*again->error)},
                              {.key = "small_window.tls", .value = "complete after " + milliseconds(small->tls->took)},
                              {.key = "small_window.bytes", .value = std::to_string(smallWindow)}}});
    return outcome;
}

}    // namespace

extern const Probe network_black_hole;
const Probe network_black_hole{.id = "network.black_hole",
                               .phase = Phase::Network,
                               .place = Place::Network,
                               .after = {"transport.tls_handshake"},
                               .budget = std::chrono::seconds(25),
                               .run = run};

}    // namespace rdpmend::probes

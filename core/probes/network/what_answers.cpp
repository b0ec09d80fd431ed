// After: the negotiation.  Finds: who speaks on the port when it is not RDP.
#include "core/base/text.h"
#include "core/probes/common.h"
#include "core/probes/portal.h"
#include "core/protocol/identify.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Negotiate, c.deadline);
    if (attempt.reached(Stage::Negotiate) || attempt.confirm)
        return Outcome::healthy({{.key = "answers.protocol", .value = "RDP"}});
    if (attempt.foreign.empty()) return couldNotReach(attempt, "see what answers on the port");

    const auto who = protocol::identify(attempt.foreign);
    Outcome outcome;
    outcome.add(
        {.id = "network.not_rdp",
         .evidence = {
             {.key = "answers.protocol", .value = std::string(who.empty() ? "an unknown protocol" : who)},
             {.key = "answers.text", .value = sanitise(toText(attempt.foreign), 64), .privacy = Privacy::Personal},
             {.key = "answers.bytes", .value = beginning(attempt.foreign)}}});
    protocol::HttpResponse response;
    if (protocol::parseHttpResponse(attempt.foreign, response) == protocol::HttpParse::Good)
        addSignInPage(outcome, response);
    return outcome;
}

}    // namespace

extern const Probe network_what_answers;
const Probe network_what_answers{.id = "network.what_answers",
                                 .phase = Phase::Network,
                                 .place = Place::Host,
                                 .needs = {"network.tcp_port"},
                                 .after = {"transport.negotiation"},
                                 .run = run};

}    // namespace rdpmend::probes

// Needs: TCP answers.  Finds: UDP on the same port is silent or refused, when the symptom could come from it.
//
// One MS-RDPEUDP SYN without a session ([MS-RDPEUDP] 3.1.5.1.1, version 1: later ones need a session's cookie). Many
// healthy hosts do not answer it: silence is evidence and never proof, which is why it is a note.
#include <random>

#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::size_t datagramSize = 1232;    // the SYN is padded to the largest the protocol allows

Bytes synDatagram()
{
    constexpr std::uint16_t syn = 0x0001, window = 0x0040, mtu = datagramSize;
    std::random_device random;
    Bytes bytes = ByteWriter{}.u32be(0xFFFFFFFF).u16be(window).u16be(syn).u32be(random()).u16be(mtu).u16be(mtu).take();
    bytes.resize(datagramSize);
    return bytes;
}

Outcome run(ProbeContext& c)
{
    if (!c.target.reported && !c.target.deep) return Outcome::notApplicable("not_applicable.only_when_reported");
    if (c.outcome("transport.udp_policy").has("transport.udp_off"))
        return Outcome::notApplicable("not_applicable.udp_off");
    const auto attempt = c.conversation.reach(Stage::Connect, c.deadline);
    if (!attempt.reached(Stage::Connect)) return couldNotReach(attempt, "ask for UDP");

    const auto said = c.net.exchange(attempt.tries.back().address, c.target.host.port, synDatagram(), 2,
                                     std::chrono::milliseconds(700), c.deadline);
    auto outcome = Outcome::healthy({{.key = "udp.port", .value = std::to_string(c.target.host.port)}});
    if (!said.error) return outcome.fact("udp.answer", "after " + milliseconds(said.took));
    if (said.error->failure == NetFailure::Silent)
        return outcome.add({.id = "transport.udp_silent",
                            .weight = Weight::Note,
                            .evidence = {{.key = "udp.tries", .value = std::to_string(said.sent)}}});
    if (said.error->failure == NetFailure::Refused)
        return outcome.add({.id = "transport.udp_refused", .weight = Weight::Note});
    return Outcome::couldNotLook(toError(*said.error, "ask for UDP"));
}

}    // namespace

extern const Probe transport_udp;
const Probe transport_udp{.id = "transport.udp",
                          .phase = Phase::Transport,
                          .place = Place::Host,
                          .needs = {"network.tcp_port"},
                          .after = {"transport.udp_policy"},
                          .run = run};

}    // namespace rdpmend::probes

// Needs: a session without NLA.  Says: the host's encryption level and its RDP version. [MS-RDPBCGR] 2.2.1.4
#include <fmt/format.h>

#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Session, c.deadline);
    if (!attempt.settings) return Outcome::notApplicable("not_applicable.nla");
    const auto& settings = *attempt.settings;
    Outcome outcome{.verdict = Verdict::Healthy};
    outcome.fact("mcs.version", fmt::format("0x{:08x}", settings.version));
    if (settings.encryptionLevel)
        outcome.fact("encryption.level", std::string(protocol::encryptionLevelName(*settings.encryptionLevel)));
    if (settings.encryptionMethod)
        outcome.fact("encryption.method", fmt::format("0x{:02x}", *settings.encryptionMethod));
    if (settings.multitransport) outcome.fact("multitransport.flags", fmt::format("0x{:x}", *settings.multitransport));
    return outcome;
}

}    // namespace

extern const Probe transport_encryption_level;
const Probe transport_encryption_level{.id = "transport.encryption_level",
                                       .phase = Phase::Transport,
                                       .place = Place::Host,
                                       .needs = {"transport.session_start"},
                                       .run = run};

}    // namespace rdpmend::probes

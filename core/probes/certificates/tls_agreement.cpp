// After: a TLS handshake that was refused.  Finds: no common version, or no common suite, between the client that will
// really connect and the host; asks once more with everything that can be offered to learn what the host has.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint16_t tls10 = 0x0301, tls13 = 0x0304;

Outcome run(ProbeContext& c)
{
    const auto& handshake = c.outcome("transport.tls_handshake");
    if (handshake.verdict == Verdict::Healthy)
        return Outcome::healthy({{.key = "tls.version", .value = std::string(handshake.value("tls.version"))}});
    // Schannel refuses without an alert, so a cut right after the ClientHello is a question of versions as well.
    const bool refused = handshake.has("transport.tls_alert") || handshake.has("transport.cut_during_tls") ||
                         handshake.has("transport.cut_on_client_hello") ||
                         c.outcome("transport.close_stage").has("transport.cut_on_client_hello");
    if (!refused) return Outcome::notApplicable("not_applicable.tls_not_refused");

    auto question = c.conversation.usual();
    question.upTo = Stage::Tls;
    question.tls.minVersion = tls10;
    question.tls.maxVersion = tls13;
    question.tls.suites12 = "ALL:COMPLEMENTOFALL";
    question.tls.suites13.clear();
    const auto wide = c.conversation.ask(question, c.deadline);
    if (!wide) return Outcome::couldNotLook(refusal("No further connection may be opened."));
    if (!wide->reached(Stage::Tls) || !wide->tls)
        return couldNotReach(*wide, "learn which TLS versions and suites the host has");

    const auto& offered = c.conversation.usual().tls;
    const auto& has = wide->tls->version;
    const bool tooOld = (has == "TLSv1" && offered.minVersion > 0x0301) ||
                        (has == "TLSv1.1" && offered.minVersion > 0x0302) ||
                        (has == "TLSv1.2" && offered.minVersion > 0x0303);
    const bool tooNew = has == "TLSv1.3" && offered.maxVersion < 0x0304;
    Outcome outcome;
    return outcome.add({.id = tooOld || tooNew ? "certificates.tls_version_mismatch" : "certificates.cipher_mismatch",
                        .evidence = {{.key = "tls.host_has", .value = has + ' ' + wide->tls->suite},
                                     {.key = "tls.client", .value = c.target.client}}});
}

}    // namespace

extern const Probe certificates_tls_agreement;
const Probe certificates_tls_agreement{.id = "certificates.tls_agreement",
                                       .phase = Phase::Certificates,
                                       .place = Place::Network,
                                       .after = {"transport.tls_handshake", "transport.close_stage"},
                                       .run = run};

}    // namespace rdpmend::probes

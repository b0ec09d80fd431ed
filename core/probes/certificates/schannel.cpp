// Reads: SCHANNEL\Protocols\TLS 1.x\Client.  Finds: TLS 1.2 or 1.3 switched off on this PC; and when the two sides
// found no common version, asks once with what is switched off: if that works, the switch is what keeps them apart.
#include "core/machine/schannel.h"
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

constexpr std::uint16_t tls12 = 0x0303;

std::string list(const std::vector<SchannelVersion>& versions, bool (*which)(const SchannelVersion&))
{
    std::string out;
    for (const auto& one : versions) {
        if (!which(one)) continue;
        if (!out.empty()) out += ", ";
        out += one.name;
        if (!one.on) out += " (" + one.setting + ')';
    }
    return out.empty() ? "none" : out;
}

// Versions that are older are best switched off.
bool switchedOff(const SchannelVersion& one)
{
    return one.version >= tls12 && one.byDefault && !one.on;
}

bool isOn(const SchannelVersion& one)
{
    return one.on;
}

Outcome run(ProbeContext& c)
{
    if (c.target.client != "this-pc") return Outcome::notApplicable("not_applicable.another_client");
    const auto usual = c.facts.client(clientOfThisPc(c.machine))->offer;
    const auto versions = schannelVersions(c.machine, usual);
    if (!versions) return Outcome::couldNotLook(versions.error());

    const std::vector<Evidence> evidence{{.key = "tls.switched_off", .value = list(*versions, switchedOff)},
                                         {.key = "tls.left", .value = list(*versions, isOn)}};
    auto outcome = Outcome::healthy(evidence);
    Question question = c.conversation.usual();
    question.tls.minVersion = question.tls.maxVersion = 0;
    bool anyOn = false;
    for (const auto& one : *versions) {
        anyOn = anyOn || one.on;
        if (!switchedOff(one)) continue;
        outcome.add({.id = one.version == tls12 ? "certificates.tls12_switched_off" : "certificates.tls13_switched_off",
                     .weight = one.version == tls12 ? Weight::Degrades : Weight::Note,
                     .evidence = evidence});
        if (question.tls.minVersion == 0) question.tls.minVersion = one.version;
        question.tls.maxVersion = one.version;
    }
    if (!anyOn) return outcome.add({.id = "certificates.no_tls_left", .evidence = evidence});
    if (question.tls.minVersion == 0 ||
        !c.outcome("certificates.tls_agreement").has("certificates.tls_version_mismatch"))
        return outcome;

    question.upTo = Stage::Tls;
    const auto asked = c.conversation.ask(question, c.deadline);
    if (!asked) {
        outcome.verdict = Verdict::Inconclusive;
        outcome.error = refusal("No further connection may be opened.");
    } else if (asked->tls && asked->tls->complete()) {
        outcome.add({.id = "certificates.needed_version_switched_off", .evidence = evidence});
    }
    return outcome;
}

}    // namespace

extern const Probe certificates_schannel;
const Probe certificates_schannel{.id = "certificates.schannel",
                                  .phase = Phase::Certificates,
                                  .place = Place::ThisPc,
                                  .after = {"certificates.tls_agreement"},
                                  .run = run};

}    // namespace rdpmend::probes

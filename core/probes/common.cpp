#include "core/probes/common.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend {

const Outcome& ProbeContext::outcome(std::string_view probe) const
{
    static const Outcome notRun = Outcome::couldNotLook(refusal("It has not been looked at."));
    const auto found = outcomes.find(probe);
    return found == outcomes.end() ? notRun : found->second;
}

namespace probes {

std::string endingWords(const NetError& error)
{
    std::string words;
    switch (error.failure) {
    case NetFailure::Reset: words = "the connection was reset (RST)"; break;
    case NetFailure::Closed: words = "the far end closed the connection (FIN)"; break;
    case NetFailure::Silent: words = "nothing came back"; break;
    case NetFailure::Refused: words = "the connection was refused (RST to the SYN)"; break;
    case NetFailure::NetworkUnreachable: words = "there is no route to that network"; break;
    case NetFailure::HostUnreachable:
        words = "the address cannot be reached, or something on the way rejects it (ICMP)";
        break;
    case NetFailure::Forbidden: words = "this PC itself did not let the connection out"; break;
    case NetFailure::TlsAlert: words = "the far end sent a TLS alert"; break;
    case NetFailure::TlsBroken: words = "the TLS handshake could not be finished"; break;
    case NetFailure::Cancelled: words = "stopped by the user"; break;
    case NetFailure::Refusal:
    case NetFailure::Other: words = sanitise(error.words); break;
    }
    return words + " after " + milliseconds(error.after);
}

std::vector<Evidence> endingEvidence(const Attempt& attempt)
{
    std::vector<Evidence> out{{.key = "ended.stage", .value = std::string(name(attempt.endedAt()))}};
    if (attempt.error) {
        out.push_back({.key = "ended.how", .value = endingWords(*attempt.error)});
        out.push_back({.key = "ended.manner", .value = std::string(name(attempt.error->failure))});
    }
    return out;
}

std::string beginning(const Bytes& foreign)
{
    constexpr std::size_t shown = 64;
    return toHex(ByteView(foreign).first(std::min(foreign.size(), shown)), " ");
}

void addCut(Outcome& outcome, std::string finding, const Attempt& attempt, std::vector<Evidence> evidence)
{
    outcome.add({.id = std::move(finding), .evidence = std::move(evidence)});
    const bool reset = attempt.error && attempt.error->failure == NetFailure::Reset;
    outcome.add({.id = reset ? "transport.ended_by_reset" : "transport.ended_by_fin", .weight = Weight::Note});
}

bool reportedPointsTo(const ProbeContext& context, std::string_view findingPrefix)
{
    if (!context.target.reported) return false;
    const auto explanation = context.facts.explain(*context.target.reported);
    return explanation.reason.finding.starts_with(findingPrefix) ||
           (explanation.extended && explanation.extended->finding.starts_with(findingPrefix));
}

Outcome couldNotReach(const Attempt& attempt, std::string doing)
{
    const auto error = attempt.error.value_or(NetError{.failure = NetFailure::Refusal, .words = "not reached"});
    return Outcome::couldNotLook(toError(error, std::move(doing)));
}

Shown shownCertificate(ProbeContext& context)
{
    Shown shown;
    const auto attempt = context.conversation.reach(Stage::Tls, context.deadline);
    if (!attempt.tls) {
        shown.instead = attempt.reached(Stage::Tls) ? Outcome::notApplicable("not_applicable.no_tls")
                                                    : couldNotReach(attempt, "see the certificate");
        return shown;
    }
    shown.chain = attempt.tls->chain;
    if (shown.chain.empty()) {
        shown.instead = couldNotReach(attempt, "see the certificate");
        return shown;
    }
    auto leaf = readCertificate(shown.chain.front());
    if (leaf)
        shown.leaf = std::move(*leaf);
    else
        shown.instead = Outcome::couldNotLook(leaf.error());
    return shown;
}

}    // namespace probes
}    // namespace rdpmend

// Needs: a negotiated connection.  Finds: where and how the TLS handshake ends when it does not succeed.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

std::string_view word(TlsStage stage)
{
    switch (stage) {
    case TlsStage::ClientHelloSent: return "after our ClientHello";
    case TlsStage::ServerHello: return "after the ServerHello";
    case TlsStage::Certificate: return "after the certificate";
    case TlsStage::ServerDone: return "after the server's flight";
    case TlsStage::Finished: return "finished";
    }
    return "";
}

std::string alertWords(const Facts& facts, std::uint8_t alert)
{
    const auto known = facts.code("tls_alert", alert);
    return std::to_string(alert) + (known ? ' ' + known->symbol : "");
}

Outcome run(ProbeContext& c)
{
    const auto attempt = c.conversation.reach(Stage::Tls, c.deadline);
    if (attempt.reached(Stage::Tls) && !attempt.tls) return Outcome::notApplicable("not_applicable.no_tls");
    if (attempt.endedAt() < Stage::Tls) return couldNotReach(attempt, "start TLS");

    Outcome outcome{.verdict = Verdict::Healthy};
    auto evidence = endingEvidence(attempt);
    if (attempt.tls) {
        const auto& tls = *attempt.tls;
        outcome.fact("tls.reached", std::string(word(tls.reached)));
        if (!tls.version.empty()) outcome.fact("tls.version", tls.version);
        if (!tls.suite.empty()) outcome.fact("tls.suite", tls.suite);
        if (!tls.group.empty()) outcome.fact("tls.group", tls.group);
        outcome.fact("tls.took", milliseconds(tls.took));
        if (tls.complete()) return outcome;
        evidence.push_back({.key = "tls.reached", .value = std::string(word(tls.reached))});
        if (tls.alertReceived)
            evidence.push_back({.key = "tls.alert", .value = alertWords(c.facts, *tls.alertReceived)});
        if (tls.alertSent) evidence.push_back({.key = "tls.alert_sent", .value = alertWords(c.facts, *tls.alertSent)});
    }
    if (!attempt.error) return couldNotReach(attempt, "start TLS");
    switch (attempt.error->failure) {
    case NetFailure::Reset:
    case NetFailure::Closed: {
        // Before any answer to the ClientHello the stage is an open question at a host: see transport.close_stage.
        const bool answered = attempt.tls && attempt.tls->serverSpoke;
        const bool open = !answered && !c.conversation.isGateway();
        const auto* finding = open       ? "transport.cut_before_tls_answer"
                              : answered ? "transport.cut_during_tls"
                                         : "transport.cut_on_client_hello";
        addCut(outcome, finding, attempt, std::move(evidence));
        return outcome;
    }
    case NetFailure::Silent: return outcome.add({.id = "transport.tls_silent", .evidence = std::move(evidence)});
    case NetFailure::Refusal:    // more bytes than any handshake needs: the far end's doing, and our limit
    case NetFailure::TlsAlert:
    case NetFailure::TlsBroken: return outcome.add({.id = "transport.tls_alert", .evidence = std::move(evidence)});
    case NetFailure::Refused:
    case NetFailure::NetworkUnreachable:
    case NetFailure::HostUnreachable:
    case NetFailure::Forbidden:
    case NetFailure::Cancelled:
    case NetFailure::Other: break;
    }
    return couldNotReach(attempt, "start TLS");
}

}    // namespace

extern const Probe transport_tls_handshake;
const Probe transport_tls_handshake{.id = "transport.tls_handshake",
                                    .phase = Phase::Transport,
                                    .place = Place::Network,
                                    .needs = {"network.tcp_port", "transport.negotiation"},
                                    .run = run};

}    // namespace rdpmend::probes

// Reads: the two numbers the person typed.  Finds: what they stand for; evidence for causes, never a cause.
#include "core/probes/common.h"

namespace rdpmend::probes {
namespace {

Outcome run(ProbeContext& c)
{
    if (!c.target.reported) return Outcome::notApplicable("not_applicable.nothing_reported");
    const auto explanation = c.facts.explain(*c.target.reported);
    auto outcome = Outcome::healthy({{.key = "reported.code", .value = toString(*c.target.reported)}});
    const auto report = [&outcome](const CodeFact& code) {
        outcome.fact("reported.meaning", code.symbol.empty() ? code.meaning : code.symbol + ": " + code.meaning);
        if (!code.finding.empty())
            outcome.add({.id = code.finding,
                         .weight = Weight::Note,
                         .evidence = {{.key = "reported.symbol", .value = code.symbol}}});
    };
    report(explanation.reason);
    if (explanation.extended) report(*explanation.extended);
    return outcome;
}

}    // namespace

extern const Probe transport_reported;
const Probe transport_reported{
    .id = "transport.reported", .phase = Phase::Transport, .place = Place::Words, .run = run};

}    // namespace rdpmend::probes

// What it costs to load the rules (once per run of the program) and to rank causes (once per case).
#include <benchmark/benchmark.h>

#include "core/diagnosis/rank.h"
#include "core/facts/facts.h"

namespace rdpmend {
namespace {

void rankCausesOfManyFindings(benchmark::State& state)
{
    const auto& facts = Facts::builtIn();
    // Every finding that any rule knows, each seen by a probe of its own: more than any real case.
    Outcomes outcomes;
    for (const auto& cause : facts.causes()) {
        for (const auto& rule : cause.forIt) outcomes[rule.finding].add({.id = rule.finding});
    }
    if (outcomes.empty()) return state.SkipWithError("no rules");
    for (auto _ : state) benchmark::DoNotOptimize(rankCauses(outcomes, facts));
    state.counters["findings"] = static_cast<double>(outcomes.size());
}
BENCHMARK(rankCausesOfManyFindings);

void explainReportedCode(benchmark::State& state)
{
    const auto& facts = Facts::builtIn();
    for (auto _ : state) benchmark::DoNotOptimize(facts.explain({.reason = 0x904, .extended = 7}));
}
BENCHMARK(explainReportedCode);

}    // namespace
}    // namespace rdpmend

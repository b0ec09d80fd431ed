// One remedy on a simulated PC.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "core/changes/changes.h"
#include "core/remedies/remedy.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {

struct Bench {
    SimulatedState pc{};
    Target target{.host = {.host = "pc-17", .port = 3389}};
    Diagnosis diagnosis{};
    bool askedFor = false;

    explicit Bench(std::string_view json = "{}") : pc(*stateFromJson(json, "the test's PC")) {}

    Proposal propose(std::string_view number, FaultPlan* faults = nullptr) const
    {
        auto proposal = tryTo(number, faults);
        EXPECT_TRUE(proposal) << describe(proposal.error());
        return proposal ? *std::move(proposal) : Proposal{};
    }
    Result<Proposal> tryTo(std::string_view number, FaultPlan* faults = nullptr) const
    {
        SimulatedMachine machine(pc);
        machine.setFaults(faults);
        const auto* remedy = findRemedy(number);
        if (!remedy) return refusal("no such remedy");
        auto proposal =
            remedy->propose({.target = target, .machine = machine, .diagnosis = diagnosis, .askedFor = askedFor});
        machine.setFaults(nullptr);
        EXPECT_TRUE(machine.state() == pc) << "a remedy proposes and never writes";
        return proposal;
    }
    void see(std::string probe, std::string finding) { diagnosis.outcomes[probe].add({.id = std::move(finding)}); }
    // The PC after the changes, or as it was when one fails.
    SimulatedState after(const Proposal& proposal) const
    {
        SimulatedMachine machine(pc);
        for (const auto& change : proposal.changes)
            EXPECT_TRUE(machine.perform(change, Deadline::in(std::chrono::seconds(1))));
        return machine.state();
    }
};

// Whichever look fails, the remedy says so instead of proposing something else.
inline void expectEveryLookToBeNeeded(const Bench& bench, std::string_view number)
{
    FaultPlan counting;
    (void)bench.propose(number, &counting);
    EXPECT_GT(counting.calls(FaultPlan::Call::Look), 0);
    for (int n = 1; n <= counting.calls(FaultPlan::Call::Look); ++n) {
        FaultPlan faults;
        faults.at(FaultPlan::Call::Look, n, Fault::Refuse);
        EXPECT_FALSE(bench.tryTo(number, &faults)) << "look " << n;
    }
}

}    // namespace rdpmend

// Outcomes, and the causes that explain them, best first.
#pragma once

#include <string>
#include <vector>

#include "core/model/outcome.h"
#include "core/model/phase.h"

namespace rdpmend {

// Why a cause stands where it stands: which finding (or healthy outcome) of which probe speaks for or against it.
struct Argument {
    std::string finding{};    // finding id, or "<probe id>=healthy"
    std::string probe{};      // who saw it; "reported" for what the person typed
    double weight = 0;        // natural-log odds; > 0 for, < 0 against

    bool operator==(const Argument&) const = default;
};

struct RankedCause {
    std::string id{};        // catalogue id, "transport.host_denies"
    std::string number{};    // "C518"
    Side side = Side::ThisPc;
    Weight weight = Weight::Blocks;
    double likelihood = 0;    // 0..1
    std::vector<Argument> forIt{};
    std::vector<Argument> against{};
    std::string nextTest{};              // text id of the cheapest test that would decide; empty when it is settled
    std::vector<std::string> fixes{};    // fix numbers that the catalogue names for it ("F401")

    bool operator==(const RankedCause&) const = default;
};

enum class Overall : std::uint8_t { Healthy, Problem, Inconclusive };

struct Diagnosis {
    Outcomes outcomes{};
    std::vector<RankedCause> causes{};    // best first; everything that blocks before everything that does not
    Overall overall = Overall::Inconclusive;
    int connections = 0;    // TCP connections opened to the endpoint

    const RankedCause* top() const { return causes.empty() ? nullptr : &causes.front(); }
    // Every finding of every outcome, with the probe that saw it.
    std::vector<std::pair<std::string, Finding>> findings() const;
};

std::string_view name(Overall overall);    // "healthy", "problem", "inconclusive"

}    // namespace rdpmend

#include "core/model/outcome.h"

#include <algorithm>

#include "core/model/diagnosis.h"

namespace rdpmend {

Outcome& Outcome::add(Finding finding)
{
    if (finding.weight == Weight::Blocks) verdict = Verdict::Problem;
    findings.push_back(std::move(finding));
    return *this;
}

Outcome& Outcome::fact(std::string key, std::string value, Privacy privacy)
{
    facts.push_back({.key = std::move(key), .value = std::move(value), .privacy = privacy});
    return *this;
}

bool Outcome::has(std::string_view findingId) const
{
    return std::ranges::any_of(findings, [findingId](const Finding& f) { return f.id == findingId; });
}

std::string_view Outcome::value(std::string_view factKey) const
{
    const auto found = std::ranges::find(facts, factKey, &Evidence::key);
    return found == facts.end() ? std::string_view{} : std::string_view{found->value};
}

std::vector<std::pair<std::string, Finding>> Diagnosis::findings() const
{
    std::vector<std::pair<std::string, Finding>> out;
    for (const auto& [probe, outcome] : outcomes)
        for (const auto& finding : outcome.findings) out.emplace_back(probe, finding);
    return out;
}

}    // namespace rdpmend

// The stable words of the model's enumerations, as they stand in JSON, and how numbers of changes are written.
#include "core/base/text.h"
#include "core/model/diagnosis.h"
#include "core/model/history.h"
#include "core/model/plan.h"

namespace rdpmend {

std::string_view name(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Healthy: return "healthy";
    case Verdict::Problem: return "problem";
    case Verdict::Inconclusive: return "inconclusive";
    case Verdict::NotApplicable: return "not_applicable";
    case Verdict::Skipped: return "skipped";
    case Verdict::Crashed: return "crashed";
    }
    return "";
}

std::string_view name(Weight weight)
{
    switch (weight) {
    case Weight::Note: return "note";
    case Weight::Degrades: return "degrades";
    case Weight::Blocks: return "blocks";
    }
    return "";
}

std::string_view name(Overall overall)
{
    switch (overall) {
    case Overall::Healthy: return "healthy";
    case Overall::Problem: return "problem";
    case Overall::Inconclusive: return "inconclusive";
    }
    return "";
}

std::string_view name(Scope scope)
{
    switch (scope) {
    case Scope::User: return "user";
    case Scope::Machine: return "machine";
    }
    return "";
}

std::string_view name(Reversal reversal)
{
    switch (reversal) {
    case Reversal::Nothing: return "nothing";
    case Reversal::Exact: return "exact";
    case Reversal::FromCopy: return "from_copy";
    case Reversal::Impossible: return "impossible";
    }
    return "";
}

std::string_view name(Effect effect)
{
    switch (effect) {
    case Effect::Cured: return "cured";
    case Effect::NoChange: return "no_change";
    case Effect::Worse: return "worse";
    case Effect::NotVerifiable: return "not_verifiable";
    }
    return "";
}

std::string_view name(ChangeState state)
{
    switch (state) {
    case ChangeState::Intended: return "intended";
    case ChangeState::Done: return "done";
    case ChangeState::Undone: return "undone";
    case ChangeState::Failed: return "failed";
    case ChangeState::Kept: return "kept";
    }
    return "";
}

std::string_view name(Standing standing)
{
    switch (standing) {
    case Standing::AsBefore: return "as_before";
    case Standing::Ours: return "ours";
    case Standing::ChangedSince: return "changed_since";
    case Standing::Unknown: return "unknown";
    }
    return "";
}

std::string shownNumber(std::int64_t number)
{
    return number < 0 ? 'M' + std::to_string(-number) : std::to_string(number);
}

std::optional<std::int64_t> parseShownNumber(std::string_view typed)
{
    const bool machineWide = startsWithIgnoringCase(typed, "m");
    if (machineWide) typed.remove_prefix(1);
    const auto number = parseNumber(typed);
    if (!number || *number == 0 || *number > INT64_MAX) return std::nullopt;
    const auto positive = static_cast<std::int64_t>(*number);
    return machineWide ? -positive : positive;
}

}    // namespace rdpmend

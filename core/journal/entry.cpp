#include "core/journal/entry.h"

#include <array>
#include <bit>
#include <optional>
#include <string_view>

#include "core/changes/changes.h"

namespace rdpmend {
namespace {

using Milliseconds = std::chrono::milliseconds;

template <class Enum, std::size_t n>
std::optional<Enum> fromName(const std::array<Enum, n>& all, std::string_view word)
{
    for (const auto value : all)
        if (name(value) == word) return value;
    return std::nullopt;
}

std::optional<ChangeState> stateFromName(std::string_view word)
{
    using enum ChangeState;
    return fromName(std::array{Intended, Done, Undone, Failed, Kept}, word);
}

}    // namespace

StoredChange StoredChange::from(const HistoryEntry& entry)
{
    StoredChange out{.number = entry.number,
                     .run = entry.run,
                     .fix = entry.fix,
                     .remedy = entry.remedy,
                     .scope = std::string(name(entry.scope)),
                     .reversal = std::string(name(entry.reversal)),
                     .state = std::string(name(entry.state)),
                     .before = toJson(entry.change.before),
                     .after = toJson(entry.change.after),
                     .when = std::chrono::duration_cast<Milliseconds>(entry.when.time_since_epoch()).count()};
    out.seal = out.computeSeal();
    return out;
}

Result<HistoryEntry> StoredChange::toEntry() const
{
    using enum Reversal;
    const auto scopeValue = fromName(std::array{Scope::User, Scope::Machine}, scope);
    const auto reversalValue = fromName(std::array{Nothing, Exact, FromCopy, Impossible}, reversal);
    const auto stateValue = stateFromName(state);
    auto beforeChange = changeFromJson(before);
    auto afterChange = changeFromJson(after);
    if (seal != computeSeal() || !scopeValue || !reversalValue || !stateValue || !beforeChange || !afterChange)
        return refusal("Change " + std::to_string(number) +
                       " in the journal is damaged, so nothing is undone: restore the journal's file from a backup.");
    return HistoryEntry{.number = number,
                        .run = run,
                        .fix = fix,
                        .remedy = remedy,
                        .scope = *scopeValue,
                        .reversal = *reversalValue,
                        .state = *stateValue,
                        .change = {.before = *std::move(beforeChange), .after = *std::move(afterChange)},
                        .when = std::chrono::system_clock::time_point(Milliseconds(when))};
}

std::int64_t StoredChange::computeSeal() const
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    const auto add = [&hash](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        hash = (hash ^ 0xFFU) * 0x100000001B3U;    // a byte that UTF-8 never has: the end of a field
    };
    for (const auto* field : {&fix, &remedy, &scope, &reversal, &before, &after}) add(*field);
    for (const auto value : {number, run, when}) add(std::to_string(value));
    return std::bit_cast<std::int64_t>(hash);
}

}    // namespace rdpmend

// What a probe saw. "Could not look" is a value of its own and never the same as "nothing wrong".
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace rdpmend {

// Redaction is by type, not by guessing: whoever writes a value says what it is.
enum class Privacy : std::uint8_t {
    Open,        // may leave the PC
    Personal,    // host, user and domain names, addresses: replaced by pseudonyms before anything leaves
    Secret,      // never shown, never stored
};

// One fact with its name. Keys are stable ("certificate.not_after"); values are sanitised text or plain numbers.
struct Evidence {
    std::string key{};
    std::string value{};
    Privacy privacy = Privacy::Open;

    bool operator==(const Evidence&) const = default;
};

enum class Weight : std::uint8_t { Note, Degrades, Blocks };

// One thing that is not as it should be (or that the person reported), with its proof.
struct Finding {
    std::string id{};    // "<phase>.<what>"; words are in resources/text
    Weight weight = Weight::Blocks;
    std::vector<Evidence> evidence{};

    bool operator==(const Finding&) const = default;
};

enum class Verdict : std::uint8_t {
    Healthy,          // looked, nothing blocks (findings of weight Note or Degrades may stand beside it)
    Problem,          // at least one finding of weight Blocks
    Inconclusive,     // could not look; `error` says why
    NotApplicable,    // means nothing here; `because` says why
    Skipped,          // something it builds on failed first; `because` is that probe's id
    Crashed,          // the probe itself broke; `error` says how
};

struct Outcome {
    Verdict verdict = Verdict::Inconclusive;
    std::vector<Finding> findings{};
    std::vector<Evidence> facts{};
    std::optional<Error> error{};
    std::string because{};
    std::chrono::milliseconds took{};

    static Outcome healthy(std::vector<Evidence> facts = {})
    {
        return {.verdict = Verdict::Healthy, .facts = std::move(facts)};
    }
    static Outcome notApplicable(std::string because)
    {
        return {.verdict = Verdict::NotApplicable, .because = std::move(because)};
    }
    static Outcome couldNotLook(Error error, std::vector<Evidence> facts = {})
    {
        return {.verdict = Verdict::Inconclusive, .facts = std::move(facts), .error = std::move(error)};
    }
    // Adds the finding; one of weight Blocks makes the verdict Problem.
    Outcome& add(Finding finding);
    Outcome& fact(std::string key, std::string value, Privacy privacy = Privacy::Open);

    bool has(std::string_view findingId) const;
    std::string_view value(std::string_view factKey) const;    // empty when absent

    bool operator==(const Outcome&) const = default;
};

using Outcomes = std::map<std::string, Outcome, std::less<>>;    // by probe id

std::string_view name(
    Verdict verdict);                    // "healthy", "problem", "inconclusive", "not_applicable", "skipped", "crashed"
std::string_view name(Weight weight);    // "note", "degrades", "blocks"

}    // namespace rdpmend

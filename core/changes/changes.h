// Words, comparison and a canonical form for changes. The canonical JSON is what the journal stores and what a plan's
// hash is taken over: object keys sorted, no white space, bytes as lower-case hex.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/change.h"
#include "core/model/history.h"
#include "core/model/plan.h"

namespace rdpmend {

std::string toJson(const Change& change);
Result<Change> changeFromJson(std::string_view json);    // refuses unknown kinds and members with a sentence
std::string planHash(const Plan& plan);                  // SHA-256 over the canonical form, lower-case hex

bool samePlace(const Change& a, const Change& b);    // same kind, same key/name/target/path (names without case)
// Whether a place that holds `now` holds what `wanted` asks for: equal, names without case, and a key whose descriptor
// `wanted` leaves open may have any.
bool holds(const Change& now, const Change& wanted);
// The three-way compare. A tree that consists only of pieces of both (the PC was switched off while it was replaced) is
// ours too: putting `before` back loses nothing.
Standing standing(const PlannedChange& change, const Change& now);
// HKLM\SOFTWARE has two views, except for its Policies; every other key is one and the same in both
// ("Registry Keys Affected by WOW64", Microsoft Learn).
bool hasTwoViews(const RegistryKey& key);

std::string place(const Change& change);      // "HKCU\\Software\\...\\RDGClientTransport"
std::string content(const Change& change);    // "1 (REG_DWORD)", "does not exist", "12 values in 3 keys"
bool canBePerformed(const Change& change);    // false for a saved credential that would have to be put back

// The change as a .reg file (or plain text where .reg cannot say it), for undoing without the program.
std::string toRegFile(const Change& change);

}    // namespace rdpmend

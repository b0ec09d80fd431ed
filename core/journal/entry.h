// One row of the table `change`, and the seal that tells whether its bytes are still those that were written.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/model/history.h"

namespace rdpmend {

struct StoredChange {
    std::int64_t number = 0;
    std::int64_t run = 0;
    std::string fix{}, remedy{}, scope{}, reversal{}, state{}, before{}, after{};
    std::int64_t when = 0;    // milliseconds since 1970-01-01 UTC
    std::int64_t seal = 0;

    static StoredChange from(const HistoryEntry& entry);
    // Refuses when the seal does not fit or a word is unknown: a wrong `before` would be written to the PC.
    Result<HistoryEntry> toEntry() const;
    // FNV-1a over everything but the state, which changes later and whose words are checked by themselves. It finds
    // accidents; who may write the file may also change the PC.
    std::int64_t computeSeal() const;
};

}    // namespace rdpmend

// The memory of every change made on this PC: the intent is durable before the change, so undo is possible at any later
// time and after a crash. Schema, crash rules and versions: README.md in this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/history.h"

namespace rdpmend {

class Journal {
public:
    virtual ~Journal() = default;

    // Opens or creates the file. Refuses with one sentence: locked by another copy of the program (whose process id is
    // said), read-only, disk full, damaged, from a newer version. Opened `readOnly`, only history() and
    // runs() do not refuse, and a file that does not exist is an empty history. `path` is UTF-8; its folder
    // must exist.
    static Result<std::unique_ptr<Journal>> open(const std::string& path, bool readOnly = false);

    virtual bool readOnly() const = 0;
    // A new run number: what the person agrees to at once. A run that never comes to finishRun() was interrupted. `id`
    // is the same in every journal that keeps a part of it.
    virtual Result<std::int64_t> beginRun(const RunId& id) = 0;
    virtual Status finishRun(std::int64_t run) = 0;
    virtual Result<std::vector<RunRecord>> runs() const = 0;    // ascending by number
    // Durable when it returns. `number` and `when` of the entry are set by the journal; its number is returned.
    virtual Result<std::int64_t> intend(const HistoryEntry& entry) = 0;
    virtual Status setState(std::int64_t number, ChangeState state) = 0;
    // Ascending by number. Refuses as a whole when an entry is damaged or not understood: nothing is guessed.
    virtual Result<std::vector<HistoryEntry>> history() const = 0;
    // Whether the next intent can be written (space, lock): asked before the first change of a run.
    virtual Status ready() = 0;
};

}    // namespace rdpmend

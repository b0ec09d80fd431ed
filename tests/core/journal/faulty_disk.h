// A disk that fails on demand: a VFS of SQLite that stands before the real one while an object of this class lives.
// Every connection opened meanwhile goes through it.
#pragma once

#include <sqlite3.h>

namespace rdpmend {

class FaultyDisk {
public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    // From the n-th write on (1 is the next one), writes give `code` (SQLITE_FULL, SQLITE_IOERR_WRITE).
    static void failFrom(int n, int code);
    static void repair() { failFrom(0, SQLITE_OK); }
    static bool happened();
};

}    // namespace rdpmend

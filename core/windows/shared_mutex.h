// A lock that many hold at once to read, or one alone to change (SRWLOCK, "Slim Reader/Writer Locks", Microsoft Learn).
// std::shared_mutex of mingw-w64 10 is not used: when several threads are the first to take it, its lock_shared() may
// fail, and then libstdc++ goes on without holding anything.
#pragma once

#include <windows.h>

namespace rdpmend::windows {

class SharedMutex {
public:
    void lock() { AcquireSRWLockExclusive(&m_lock); }
    void unlock() { ReleaseSRWLockExclusive(&m_lock); }
    void lock_shared() { AcquireSRWLockShared(&m_lock); }
    void unlock_shared() { ReleaseSRWLockShared(&m_lock); }

private:
    SRWLOCK m_lock = SRWLOCK_INIT;
};

}    // namespace rdpmend::windows

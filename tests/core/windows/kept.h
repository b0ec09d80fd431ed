// What a test changes outside the places that are its own, as it was before when the test ends. One test at a time, of
// all those that run: they would see each other's changes.
#pragma once

#include <gtest/gtest.h>

#include "core/changes/changes.h"
#include "core/windows/handle.h"
#include "core/windows/windows_machine.h"

namespace rdpmend::windows::test {

class Kept {
public:
    // Of `places` (only where they are) what they hold now is remembered.
    explicit Kept(const std::vector<Change>& places) : m_turn(CreateMutexW(nullptr, FALSE, L"rdpmend-test"))
    {
        WaitForSingleObject(m_turn.get(), INFINITE);
        for (const auto& place : places) {
            auto now = m_machine.current(place);
            EXPECT_TRUE(now) << describe(now.error());
            if (now) m_before.push_back(*std::move(now));
        }
    }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    ~Kept()
    {
        for (const auto& change : m_before) perform(change);
        ReleaseMutex(m_turn.get());
    }

    void perform(const Change& change)
    {
        const auto status = m_machine.perform(change, Deadline::in(std::chrono::seconds(10)));
        EXPECT_TRUE(status) << place(change) << ": " << describe(status.error());
    }

private:
    FileHandle m_turn;
    WindowsMachine m_machine;
    std::vector<Change> m_before;
};

}    // namespace rdpmend::windows::test

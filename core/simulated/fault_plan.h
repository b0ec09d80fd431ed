// Faults on demand, for the tests: make the n-th call fail, or cut the power before, in the middle of, or after it.
#pragma once

#include <array>
#include <optional>
#include <utility>

#include "core/base/result.h"

namespace rdpmend {

// Thrown where a real program would simply be gone. Not a std::exception, so that nothing catches it on its way to the
// test.
struct PowerCut {};

enum class Fault {
    Refuse,         // nothing happens, the error is returned
    RefuseAfter,    // it happens, and yet the error is returned
    Ignore,         // nothing happens, and yet it is said to be done (changes only)
    CutBefore,      // the power goes before it happens
    CutHalfWay,     // ... in the middle of it, where a change takes many calls of the system; else as CutBefore
    CutAfter,       // ... after it, before anybody can be told
};

class FaultPlan {
public:
    enum class Call { Look, Perform, Journal };

    // The `n`-th call of this kind from now on; 1 is the next one.
    void at(Call call, int n, Fault fault, Error error = {.domain = Domain::Win32, .code = 5, .doing = "do as told"})
    {
        m_planned = {.call = call, .left = n, .fault = fault, .error = std::move(error)};
    }
    void restorePower() { *this = {}; }
    // Whether the planned fault has happened. False after a whole run: there was no n-th call.
    bool happened() const { return m_happened; }
    int calls(Call call) const { return m_calls[static_cast<std::size_t>(call)]; }
    const Error& error() const { return m_planned.error; }

    // For the machine: asked at the start of each call, while it holds its lock.
    std::optional<Fault> next(Call call)
    {
        if (m_off) throw PowerCut{};
        ++m_calls[static_cast<std::size_t>(call)];
        if (call != m_planned.call || m_planned.left == 0 || --m_planned.left != 0) return std::nullopt;
        m_happened = true;
        if (m_planned.fault == Fault::CutBefore) cutPower();
        return m_planned.fault;
    }
    [[noreturn]] void cutPower()
    {
        m_off = true;
        throw PowerCut{};
    }

private:
    struct Planned {
        Call call = Call::Look;
        int left = 0;
        Fault fault = Fault::Refuse;
        Error error{};
    };
    Planned m_planned{};
    std::array<int, 3> m_calls{};
    bool m_happened = false;
    bool m_off = false;
};

}    // namespace rdpmend

// No call that may wait exists without a Deadline: a moment, and a token by which the person can stop it earlier.
#pragma once

#include <algorithm>
#include <chrono>
#include <stop_token>

namespace rdpmend {

struct Deadline {
    using Clock = std::chrono::steady_clock;

    Clock::time_point at{};
    std::stop_token stop{};

    static Deadline in(Clock::duration span, std::stop_token stop = {})
    {
        return {Clock::now() + span, std::move(stop)};
    }

    bool cancelled() const { return stop.stop_requested(); }
    bool over() const { return cancelled() || Clock::now() >= at; }
    // Never negative.
    Clock::duration left() const { return std::max(at - Clock::now(), Clock::duration::zero()); }
    // The earlier of this deadline and `span` from now.
    Deadline within(Clock::duration span) const { return {std::min(at, Clock::now() + span), stop}; }
};

}    // namespace rdpmend

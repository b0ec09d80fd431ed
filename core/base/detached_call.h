// A call that cannot be cancelled, on a thread that is left behind when it is late. It owns all that it touches.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/deadline.h"

namespace rdpmend {

template <class T>
class DetachedCall {
public:
    // Throws std::system_error when there is no thread to be had. `call` does not throw.
    explicit DetachedCall(std::function<T()> call)
    {
        std::thread([state = m_state, call = std::move(call)] {
            auto result = call();
            const std::lock_guard lock(state->mutex);
            state->result = std::move(result);
            state->changed.notify_all();
        }).detach();
    }

    // nullopt: not yet. May be asked again.
    std::optional<T> wait(const Deadline& deadline) const
    {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait_until(lock, deadline.stop, deadline.at, [this] { return m_state->result.has_value(); });
        return m_state->result;
    }

private:
    struct State {
        std::mutex mutex{};
        std::condition_variable_any changed{};
        std::optional<T> result{};
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

}    // namespace rdpmend

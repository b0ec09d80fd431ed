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
        : m_thread([state = m_state, call = std::move(call)] {
              auto result = call();
              const std::lock_guard lock(state->mutex);
              state->result = std::move(result);
              state->changed.notify_all();
          })
    {}
    DetachedCall(const DetachedCall&) = delete;
    DetachedCall& operator=(const DetachedCall&) = delete;
    // Never leaves a thread behind that is just ending: winpthreads 10 then gives what it knows of that thread to the
    // next one while both run, and threads get lost or crash.
    ~DetachedCall()
    {
        std::unique_lock lock(m_state->mutex);
        if (!m_state->result) {
            m_thread.detach();    // it cannot end before the lock is free
        } else {
            lock.unlock();
            m_thread.join();
        }
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
    std::thread m_thread;
};

}    // namespace rdpmend

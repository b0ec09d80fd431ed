// Ctrl-C as a stop_token: the first asks everything to end politely, the second ends the program.
#pragma once

#include <stop_token>
#include <thread>

namespace rdpmend::cli {

// One at a time.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return m_source.get_token(); }
    bool requested() const { return m_source.stop_requested(); }

private:
    std::stop_source m_source;
    std::thread m_watcher;    // request_stop() runs callbacks, which a signal handler must not
};

}    // namespace rdpmend::cli

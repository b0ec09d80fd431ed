#include "app/cli/stop.h"

#include <atomic>
#include <csignal>

#ifndef _WIN32
#include <semaphore.h>
#else
#include <semaphore>
#endif

namespace rdpmend::cli {
namespace {

std::atomic<bool> over{false};

#ifdef _WIN32
// The C runtime calls the handler of SIGINT in a thread of its own.
std::binary_semaphore wakeUp{0};
void wake()
{
    wakeUp.release();
}
void wait()
{
    wakeUp.acquire();
}
#else
// sem_post is the one of these that POSIX allows in a signal handler.
sem_t wakeUp{};
void wake()
{
    (void)sem_post(&wakeUp);
}
void wait()
{
    while (sem_wait(&wakeUp) != 0) {}
}
#endif

void onSignal(int signal)
{
    (void)std::signal(signal, SIG_DFL);
    wake();
}

}    // namespace

StopOnSignal::StopOnSignal()
{
#ifndef _WIN32
    (void)sem_init(&wakeUp, 0, 0);
#endif
    over = false;
    m_watcher = std::thread([this] {
        wait();
        if (!over) m_source.request_stop();
    });
    (void)std::signal(SIGINT, onSignal);
    (void)std::signal(SIGTERM, onSignal);
}

StopOnSignal::~StopOnSignal()
{
    (void)std::signal(SIGINT, SIG_DFL);
    (void)std::signal(SIGTERM, SIG_DFL);
    over = true;
    wake();
    m_watcher.join();
}

}    // namespace rdpmend::cli

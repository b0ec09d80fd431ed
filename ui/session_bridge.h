// The one object that talks to the case service. Work runs on a thread of its own, one piece at a time; what it gives
// and what it says on the way arrive on the window's thread. Nothing here ever makes the window wait.
#pragma once

#include <QObject>
#include <QThread>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "ui/case_service.h"

namespace rdpmend::ui {

class SessionBridge : public QObject {
    Q_OBJECT
public:
    using Heard = std::function<void(const Event&)>;

    explicit SessionBridge(CaseService& service, QObject* parent = nullptr);
    ~SessionBridge() override;    // stops what runs, and waits for it: the service outlives its last call

    // `work(service, sink, stop)` on the other thread, then `done(its result)` here. `heard` gets the events here.
    template <class Work, class Done>
    void run(Work work, Done done, Heard heard = {})
    {
        const std::shared_ptr<Job> job = begin();
        post([this, job, work = std::move(work), done = std::move(done), heard = std::move(heard)] {
            const Sink sink = [this, &job, &heard](const Event& event) {
                if (heard) handOver(job, [heard, event] { heard(event); });
            };
            auto result = work(m_service, sink, job->stop.get_token());
            handOver(job, [this, job, done, result = std::move(result)] {
                end(job);
                done(result);
            });
        });
    }

    bool busy() const { return !m_jobs.empty(); }
    const CaseService& service() const { return m_service; }

public slots:
    void stop();       // what runs or waits is to end early; its result still arrives
    void abandon();    // the same, and nothing more is heard of it

private:
    struct Job {
        std::stop_source stop;
        bool abandoned = false;    // only touched on the window's thread
    };

    std::shared_ptr<Job> begin();
    void end(const std::shared_ptr<Job>& job);
    void post(std::function<void()> piece);
    void handOver(std::shared_ptr<Job> job, std::function<void()> piece);

    CaseService& m_service;
    QThread m_thread;
    QObject m_worker;                            // lives on m_thread
    std::vector<std::shared_ptr<Job>> m_jobs;    // running and waiting
};

}    // namespace rdpmend::ui

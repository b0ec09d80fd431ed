#include "ui/session_bridge.h"

namespace rdpmend::ui {

SessionBridge::SessionBridge(CaseService& service, QObject* parent) : QObject(parent), m_service(service)
{
    m_worker.moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("case"));
    m_thread.start();
}

SessionBridge::~SessionBridge()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

std::shared_ptr<SessionBridge::Job> SessionBridge::begin()
{
    m_jobs.push_back(std::make_shared<Job>());
    return m_jobs.back();
}

void SessionBridge::end(const std::shared_ptr<Job>& job)
{
    std::erase(m_jobs, job);
}

void SessionBridge::post(std::function<void()> piece)
{
    QMetaObject::invokeMethod(&m_worker, std::move(piece), Qt::QueuedConnection);
}

void SessionBridge::handOver(std::shared_ptr<Job> job, std::function<void()> piece)
{
    QMetaObject::invokeMethod(
        this,
        [job = std::move(job), piece = std::move(piece)] {
            if (!job->abandoned) piece();
        },
        Qt::QueuedConnection);
}

void SessionBridge::stop()
{
    for (const auto& job : m_jobs) job->stop.request_stop();
}

void SessionBridge::abandon()
{
    stop();
    for (const auto& job : m_jobs) job->abandoned = true;
    m_jobs.clear();
}

}    // namespace rdpmend::ui

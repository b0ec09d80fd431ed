// A case service that follows a script: a damaged licence cache that F401 mends, without network, PC or journal.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "ui/case_service.h"

namespace rdpmend::ui::tests {

class ScriptedCaseService : public CaseService {
public:
    // The script; set before the window is made, or while nothing runs.
    std::string host = "pc-17";         // of the practice case
    std::string foreign = "damaged";    // evidence as a hostile far end may write it
    Effect effect = Effect::Cured;      // of the fix
    bool wholeWayHealthy = false;
    bool holdChecking = false;    // diagnose() waits for release() or a stop
    bool remoteDesktop = true;
    std::optional<Error> tryFails{};
    std::optional<Error> carryOutFails{};
    std::vector<Session::Remembered> interruptedBefore{};
    std::vector<Target> recentTargets{};

    void release();
    std::vector<std::string> calls() const;    // in order: "diagnose pc-17", "carryOut F401", "undo 1", ...
    bool stopped() const { return m_stopped; }
    bool calledFromTheWindowsThread() const { return m_calledFromTheWindowsThread; }

    std::string machine() override { return "Windows 11 Pro 23H2 (build 22631)"; }
    std::vector<Target> recent() override { return recentTargets; }
    Result<Target> readRemoteDesktopFile(const std::string& path) override;
    std::vector<PracticeCase> practiceCases() override;
    Result<Target> practise(const std::string& id) override;
    void leavePractice() override { note("leavePractice"); }
    Diagnosis diagnose(const Target& target, const Sink& sink, std::stop_token stop) override;
    Result<Plan> plan(const Target& target, const Diagnosis& diagnosis, std::span<const std::string> fixes) override;
    std::vector<StepResult> carryOut(const Plan& plan, const Sink& sink, std::stop_token stop) override;
    Diagnosis verify(const Target& target, const Diagnosis& before, const Plan& plan, std::vector<StepResult>& results,
                     const Sink& sink, std::stop_token stop) override;
    Result<std::vector<Session::Remembered>> history() override;
    Result<std::vector<Session::Remembered>> interrupted() override { return interruptedBefore; }
    std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged) override;
    bool hasRemoteDesktop() override { return remoteDesktop; }
    Status tryConnection(const Target& target) override;
    Status keep(std::span<const std::int64_t> numbers) override;
    ChangeWords words(const PlannedChange& change) const override;

    static HistoryEntry entry(std::int64_t number, ChangeState state);

private:
    void note(std::string call);
    Diagnosis diagnosis(bool mended) const;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_released;
    bool m_release = false;
    std::vector<std::string> m_calls;
    std::atomic<bool> m_stopped = false;
    std::atomic<bool> m_calledFromTheWindowsThread = false;
    bool m_mended = false;
    std::vector<Session::Remembered> m_history;
};

}    // namespace rdpmend::ui::tests

// The window's case service: sessions on this PC, or on the practice PC while the person practises.
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <optional>
#include <string>

#include "core/engine/session.h"
#include "core/journal/journal.h"
#include "core/practice/practice.h"
#include "ui/case_service.h"

namespace rdpmend::gui {

class SessionCaseService final : public ui::CaseService {
public:
    // `machine`, `net` and `elevated` (see Session) outlive the service. `journalPath` empty: nothing can be changed
    // here.
    SessionCaseService(Machine& machine, Net& net, std::string journalPath, Elevated* elevated = nullptr);

    std::string machine() override;
    std::vector<Target> recent() override;
    Result<Target> readRemoteDesktopFile(const std::string& path) override;

    std::vector<ui::PracticeCase> practiceCases() override;
    Result<Target> practise(const std::string& id) override;
    void leavePractice() override;

    Diagnosis diagnose(const Target& target, const Sink& sink, std::stop_token stop) override;
    Result<Plan> plan(const Target& target, const Diagnosis& diagnosis, std::span<const std::string> fixes) override;
    std::vector<StepResult> carryOut(const Plan& plan, const Sink& sink, std::stop_token stop) override;
    Diagnosis verify(const Target& target, const Diagnosis& before, const Plan& plan, std::vector<StepResult>& results,
                     const Sink& sink, std::stop_token stop) override;
    Result<std::vector<Session::Remembered>> history() override;
    Result<std::vector<Session::Remembered>> interrupted() override;
    std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink, bool evenIfChanged) override;
    bool hasRemoteDesktop() override;
    Status tryConnection(const Target& target) override;
    Status keep(std::span<const std::int64_t> numbers) override;

    ui::ChangeWords words(const PlannedChange& change) const override;

private:
    // A session with the journal it writes to.
    struct Place {
        std::unique_ptr<Journal> journal;
        std::string whyNoJournal;
        std::unique_ptr<Session> session;
    };
    static Place open(Machine& machine, Net& net, const std::string& journalPath, Elevated* elevated = nullptr);
    // The practice PC's while the person practises. This PC's journal is opened when it is first needed.
    Place& place();

    Machine& m_machine;
    Net& m_net;
    std::string m_journalPath;
    Elevated* m_elevated;
    std::optional<Place> m_thisPc;

    QTemporaryDir m_practiceFolder;
    int m_practiceCount = 0;
    std::unique_ptr<Practice> m_practice;
    std::optional<Place> m_practicePlace;
};

}    // namespace rdpmend::gui

// What the window needs from the program: one case from the question to the undo. The program answers through
// `SessionCaseService` (app/gui); the tests through a script. All calls are made on one thread that is not the
// window's, one at a time, except `words`, which only computes.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/model/diagnosis.h"
#include "core/model/event.h"
#include "core/model/history.h"
#include "core/model/plan.h"
#include "core/model/target.h"
#include "core/report/report.h"

namespace rdpmend::ui {

struct PracticeCase {
    std::string id{};
    std::string title{};
    std::string story{};
};

struct ChangeWords {
    std::string place{};
    std::string before{};
    std::string after{};
};

class CaseService {
public:
    virtual ~CaseService() = default;

    virtual std::string machine() = 0;           // "Windows 11 Pro 23H2 (build 22631)"
    virtual std::vector<Target> recent() = 0;    // connected to lately, newest first
    virtual Result<Target> readRemoteDesktopFile(const std::string& path) = 0;

    virtual std::vector<PracticeCase> practiceCases() = 0;
    // From here on everything is about the practice PC and its host, until leavePractice().
    virtual Result<Target> practise(const std::string& id) = 0;
    virtual void leavePractice() = 0;

    // As in Session.
    virtual Diagnosis diagnose(const Target& target, const Sink& sink, std::stop_token stop) = 0;
    virtual Result<Plan> plan(const Target& target, const Diagnosis& diagnosis, std::span<const std::string> fixes) = 0;
    virtual std::vector<StepResult> carryOut(const Plan& plan, const Sink& sink, std::stop_token stop) = 0;
    virtual Diagnosis verify(const Target& target, const Diagnosis& before, const Plan& plan,
                             std::vector<StepResult>& results, const Sink& sink, std::stop_token stop) = 0;
    virtual Result<std::vector<Session::Remembered>> history() = 0;
    virtual Result<std::vector<Session::Remembered>> interrupted() = 0;
    virtual std::vector<UndoResult> undo(std::span<const std::int64_t> numbers, const Sink& sink,
                                         bool evenIfChanged) = 0;
    // Whether this PC, or the practice PC, has a Remote Desktop client that could be tried.
    virtual bool hasRemoteDesktop() = 0;
    // Opens it, and does not wait for it. On the practice PC it only says what would happen.
    virtual Status tryConnection(const Target& target) = 0;
    // The person wants to keep an interrupted change as it is now.
    virtual Status keep(std::span<const std::int64_t> numbers) = 0;

    virtual ChangeWords words(const PlannedChange& change) const = 0;
};

}    // namespace rdpmend::ui

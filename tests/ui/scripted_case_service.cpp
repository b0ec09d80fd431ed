#include "tests/ui/scripted_case_service.h"

#include <QCoreApplication>
#include <QThread>

namespace rdpmend::ui::tests {
namespace {

constexpr auto store = R"(SOFTWARE\Microsoft\MSLicensing\Store)";

PlannedChange change(View view)
{
    const RegistryKey key{.hive = Hive::LocalMachine, .path = store, .view = view};
    return {.before = ReplaceRegistryKey{.key = key, .tree = RegistryTree{.name = "Store"}},
            .after = ReplaceRegistryKey{.key = key}};
}

PlanStep clearTheCache()
{
    return {.fix = "F401",
            .remedy = "licensing.clear_license_cache",
            .complaints = {"licensing.store"},
            .cause = "licensing.cache_damaged",
            .scope = Scope::Machine,
            .reversal = Reversal::FromCopy,
            .changes = {change(View::Registry64), change(View::Registry32)}};
}

}    // namespace

void ScriptedCaseService::release()
{
    const std::scoped_lock lock(m_mutex);
    m_release = true;
    m_released.notify_all();
}

std::vector<std::string> ScriptedCaseService::calls() const
{
    const std::scoped_lock lock(m_mutex);
    return m_calls;
}

void ScriptedCaseService::note(std::string call)
{
    if (QThread::currentThread() == QCoreApplication::instance()->thread()) m_calledFromTheWindowsThread = true;
    const std::scoped_lock lock(m_mutex);
    m_calls.push_back(std::move(call));
}

Result<Target> ScriptedCaseService::readRemoteDesktopFile(const std::string& path)
{
    note("readRemoteDesktopFile");
    if (path != "work.rdp") return refusal("The .rdp file cannot be opened: no such file.");
    return Target{.host = {.host = "from-the-file", .port = 3389}, .rdpFile = path};
}

std::vector<PracticeCase> ScriptedCaseService::practiceCases()
{
    return {{.id = "damaged-licence-cache",
             .title = "The licence cache is damaged",
             .story = "Since this morning it says that there are no licences. Nobody changed anything."},
            {.id = "expired-certificate",
             .title = "The certificate has expired",
             .story = "A warning appears. Then nothing."}};
}

Result<Target> ScriptedCaseService::practise(const std::string& id)
{
    note("practise " + id);
    return Target{.host = {.host = host, .port = 3389}};
}

Diagnosis ScriptedCaseService::diagnosis(bool mended) const
{
    Diagnosis out;
    out.outcomes["network.dns"] = Outcome::healthy({{.key = "dns.address", .value = foreign}});
    out.outcomes["network.tcp_port"] = Outcome::healthy({{.key = "tcp.try", .value = "192.0.2.17: open after 12 ms"}});
    out.outcomes["transport.negotiation"] =
        Outcome::healthy({{.key = "negotiation.selected", .value = "TLS with CredSSP"}});
    out.outcomes["certificates.validity"] =
        Outcome::couldNotLook({.domain = Domain::TimedOut, .doing = "read " + foreign, .words = foreign});
    out.outcomes["credentials.saved_password"] = Outcome::healthy();
    out.outcomes["transport.gateway"] = Outcome::notApplicable("no gateway is used");
    out.outcomes["licensing.store"] = Outcome::healthy();
    if (mended || wholeWayHealthy) {
        out.overall = Overall::Healthy;
        return out;
    }
    out.outcomes["licensing.store"].add({.id = "licensing.store_malformed",
                                         .weight = Weight::Blocks,
                                         .evidence = {{.key = "store.problem", .value = foreign}}});
    out.overall = Overall::Problem;
    out.causes = {{.id = "licensing.cache_damaged",
                   .number = "C401",
                   .side = Side::ThisPc,
                   .likelihood = 0.91,
                   .forIt = {{.finding = "licensing.store_malformed", .probe = "licensing.store", .weight = 3}},
                   .fixes = {"F401"}},
                  {.id = "licensing.server_refused",
                   .number = "C403",
                   .side = Side::OtherComputer,
                   .likelihood = 0.07,
                   .nextTest = "next_test.look_at_host_log"}};
    return out;
}

Diagnosis ScriptedCaseService::diagnose(const Target& target, const Sink& sink, std::stop_token stop)
{
    note("diagnose " + target.host.host);
    const Diagnosis whole = diagnosis(m_mended);
    sink(DiagnosisStarted{.probes = whole.outcomes.size()});
    bool first = true;
    for (const auto& [probe, outcome] : whole.outcomes) {
        sink(ProbeStarted{.id = probe});
        if (!first && holdChecking) {
            std::unique_lock lock(m_mutex);
            m_released.wait(lock, stop, [this] { return m_release; });
        }
        first = false;
        if (stop.stop_requested()) {
            m_stopped = true;
            return {};
        }
        sink(ProbeFinished{.id = probe, .outcome = outcome});
    }
    sink(DiagnosisFinished{.diagnosis = whole});
    return whole;
}

Result<Plan> ScriptedCaseService::plan(const Target&, const Diagnosis& diagnosis, std::span<const std::string> fixes)
{
    note(fixes.empty() ? "plan" : "plan " + fixes.front());
    if (diagnosis.overall == Overall::Healthy) return Plan{};
    return Plan{
        .steps = {clearTheCache()},
        .withheld = {
            {.fix = "F501", .remedy = "transport.set_rdg_client_transport", .reason = "not_offered.no_gateway"}}};
}

std::vector<StepResult> ScriptedCaseService::carryOut(const Plan& plan, const Sink& sink, std::stop_token)
{
    note("carryOut " + plan.steps.front().fix);
    StepResult result{.fix = "F401", .run = 1};
    sink(StepStarted{.fix = "F401"});
    if (carryOutFails) {
        result.error = carryOutFails;
        result.rolledBack = true;
        sink(StepFinished{.result = result});
        return {result};
    }
    for (std::int64_t i = 1; i <= 2; ++i) {
        m_history.push_back({.entry = entry(i, ChangeState::Done), .standing = Standing::Ours});
        sink(ChangeMade{.fix = "F401", .number = i});
    }
    sink(StepFinished{.result = result});
    m_mended = effect == Effect::Cured;
    return {result};
}

Diagnosis ScriptedCaseService::verify(const Target&, const Diagnosis&, const Plan&, std::vector<StepResult>& results,
                                      const Sink& sink, std::stop_token)
{
    note("verify");
    sink(ProbeStarted{.id = "licensing.store"});
    const Diagnosis after = diagnosis(m_mended);
    sink(ProbeFinished{.id = "licensing.store", .outcome = after.outcomes.at("licensing.store")});
    sink(DiagnosisFinished{.diagnosis = after});
    for (auto& result : results) result.effect = effect;
    return after;
}

Result<std::vector<Session::Remembered>> ScriptedCaseService::history()
{
    note("history");
    return m_history;
}

std::vector<UndoResult> ScriptedCaseService::undo(std::span<const std::int64_t> numbers, const Sink&, bool)
{
    std::vector<UndoResult> results;
    std::string call = "undo";
    for (const auto number : numbers) {
        call += ' ' + std::to_string(number);
        for (auto& one : m_history) {
            if (one.entry.number != number) continue;
            one.entry.state = ChangeState::Undone;
            one.standing = Standing::AsBefore;
        }
        results.push_back({.number = number, .standing = Standing::Ours, .state = ChangeState::Undone});
    }
    note(call);
    m_mended = false;
    interruptedBefore.clear();
    return results;
}

Status ScriptedCaseService::tryConnection(const Target& target)
{
    note("try " + target.host.host);
    if (tryFails) return *tryFails;
    return ok();
}

Status ScriptedCaseService::keep(std::span<const std::int64_t>)
{
    note("keep");
    interruptedBefore.clear();
    return ok();
}

ChangeWords ScriptedCaseService::words(const PlannedChange& planned) const
{
    const auto& key = std::get<ReplaceRegistryKey>(planned.after).key;
    return {.place = R"(HKLM\)" + key.path + (key.view == View::Registry32 ? " (32-bit)" : ""),
            .before = "4 values in 2 keys (" + foreign + ")",
            .after = "does not exist"};
}

HistoryEntry ScriptedCaseService::entry(std::int64_t number, ChangeState state)
{
    return {.number = number,
            .run = 1,
            .fix = "F401",
            .remedy = "licensing.clear_license_cache",
            .scope = Scope::Machine,
            .reversal = Reversal::FromCopy,
            .state = state,
            .change = change(number % 2 ? View::Registry64 : View::Registry32),
            .when = std::chrono::system_clock::time_point(std::chrono::seconds(1'790'000'000))};
}

}    // namespace rdpmend::ui::tests

#include "core/engine/schedule.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/conversation/conversation.h"
#include "core/diagnosis/rank.h"
#include "core/engine/pc_proxy.h"
#include "core/engine/usual_question.h"

namespace rdpmend {
namespace {

using Clock = Deadline::Clock;
using namespace std::chrono_literals;

// A probe that is this much late is stuck in a call that does not keep its deadline.
constexpr auto grace = 1s;
// After a stop every seam call ends at once; who does not is abandoned.
constexpr auto graceAfterStop = 400ms;

// All that a probe's thread touches, apart from the seams. It is shared so that a thread which had to be abandoned
// still owns what it uses.
struct Run {
    Run(Target askedTarget, const MachineView& machineView, Net& theNet, const Facts& theFacts)
        : target(std::move(askedTarget)),
          machine(machineView),
          net(theNet),
          facts(theFacts),
          conversation(target, net, usualQuestion(target, machine, facts))
    {}

    const Target target;
    const MachineView& machine;
    Net& net;
    const Facts& facts;
    Conversation conversation;
    std::stop_source stop{};

    std::mutex mutex{};
    std::condition_variable news{};
    std::deque<std::pair<const Probe*, Outcome>> finished{};
};

Outcome crashed(const Probe& probe, std::string words)
{
    return {.verdict = Verdict::Crashed,
            .error = Error{.doing = "The probe " + std::string(probe.id) + " broke: " + std::move(words)}};
}

Outcome runGuarded(const Probe& probe, ProbeContext& context)
{
    try {
        return probe.run(context);
    } catch (const std::exception& e) {
        return crashed(probe, e.what());
    } catch (...) {
        return crashed(probe, "unknown exception");
    }
}

std::set<std::string_view> selection(std::span<const Probe* const> probes, std::span<const std::string_view> only)
{
    std::set<std::string_view> chosen;
    std::vector<std::string_view> open(only.begin(), only.end());
    if (only.empty())
        for (const auto* probe : probes) open.push_back(probe->id);
    while (!open.empty()) {
        const auto id = open.back();
        open.pop_back();
        const auto found = std::ranges::find_if(probes, [id](const Probe* probe) { return probe->id == id; });
        if (found == probes.end() || !chosen.insert((*found)->id).second) continue;
        for (const auto& list : {(*found)->needs, (*found)->after})
            for (const auto needed : list)
                if (!needed.empty()) open.push_back(needed);
    }
    return chosen;
}

class Scheduler {
public:
    Scheduler(std::shared_ptr<Run> run, const Sink& sink) : m_run(std::move(run)), m_sink(sink) {}

    Outcomes runAll(std::vector<const Probe*> probes, const std::stop_token& stop);

private:
    struct Running {
        const Probe* probe;
        std::thread thread;
        Clock::time_point lateAt;
    };

    bool finished(std::string_view id) const { return m_outcomes.contains(id) || !m_chosen.contains(id); }
    bool ready(const Probe& probe) const
    {
        const auto done = [this](std::string_view id) { return id.empty() || finished(id); };
        return std::ranges::all_of(probe.needs, done) && std::ranges::all_of(probe.after, done);
    }
    std::optional<Outcome> withoutRunning(const Probe& probe) const;
    void launch(const Probe& probe);
    void conclude(const Probe& probe, Outcome outcome);
    void collect(std::unique_lock<std::mutex>& lock);
    void abandonLate(Clock::time_point now);

    std::shared_ptr<Run> m_run;
    const Sink& m_sink;
    std::set<std::string_view> m_chosen{};
    Outcomes m_outcomes{};
    std::vector<Running> m_running{};
};

std::optional<Outcome> Scheduler::withoutRunning(const Probe& probe) const
{
    const bool gateway = m_run->conversation.isGateway();
    if (probe.place == Place::Host && gateway) return Outcome::notApplicable("not_applicable.through_gateway");
    if (probe.place == Place::Gateway && !gateway) return Outcome::notApplicable("not_applicable.no_gateway");
    if (probe.place == Place::ThisPc && !m_run->machine.present())
        return Outcome::notApplicable("not_applicable.no_pc");
    if (probe.deep && !m_run->target.deep) return Outcome::notApplicable("not_applicable.only_deep");
    for (const auto id : probe.needs) {
        const auto found = m_outcomes.find(id);
        if (id.empty() || found == m_outcomes.end()) continue;
        const auto& need = found->second;
        // What does not apply cannot be missing; the probe itself says when nothing is left to look at.
        if (need.verdict == Verdict::Healthy || need.verdict == Verdict::NotApplicable) continue;
        return Outcome{.verdict = Verdict::Skipped,
                       .because = need.verdict == Verdict::Skipped ? need.because : std::string(id)};
    }
    return std::nullopt;
}

void Scheduler::launch(const Probe& probe)
{
    if (m_sink) m_sink(ProbeStarted{std::string(probe.id)});
    if (auto outcome = withoutRunning(probe)) return conclude(probe, std::move(*outcome));

    const auto deadline = Deadline::in(probe.budget, m_run->stop.get_token());
    std::thread thread([run = m_run, &probe, deadline, seen = m_outcomes] {
        const auto from = Clock::now();
        ProbeContext context{run->target, run->machine, run->net, run->conversation, run->facts, seen, deadline};
        auto outcome = runGuarded(probe, context);
        outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from);
        const std::lock_guard lock(run->mutex);
        run->finished.emplace_back(&probe, std::move(outcome));
        run->news.notify_one();
    });
    m_running.push_back({&probe, std::move(thread), deadline.at + grace});
}

void Scheduler::conclude(const Probe& probe, Outcome outcome)
{
    if (m_sink) m_sink(ProbeFinished{std::string(probe.id), outcome});
    m_outcomes.emplace(probe.id, std::move(outcome));
}

void Scheduler::collect(std::unique_lock<std::mutex>& lock)
{
    while (!m_run->finished.empty()) {
        auto [probe, outcome] = std::move(m_run->finished.front());
        m_run->finished.pop_front();
        const auto found = std::ranges::find(m_running, probe, &Running::probe);
        if (found == m_running.end()) continue;    // abandoned before
        lock.unlock();
        found->thread.join();
        m_running.erase(found);
        conclude(*probe, std::move(outcome));
        lock.lock();
    }
}

void Scheduler::abandonLate(Clock::time_point now)
{
    const bool stopped = m_run->stop.stop_requested();
    for (auto it = m_running.begin(); it != m_running.end();) {
        if (now < it->lateAt) {
            ++it;
            continue;
        }
        it->thread.detach();
        const Error late{.domain = stopped ? Domain::Cancelled : Domain::TimedOut,
                         .doing = "run " + std::string(it->probe->id)};
        const auto* probe = it->probe;
        it = m_running.erase(it);
        conclude(*probe, Outcome::couldNotLook(late));
    }
}

Outcomes Scheduler::runAll(std::vector<const Probe*> probes, const std::stop_token& stop)
{
    for (const auto* probe : probes) m_chosen.insert(probe->id);
    bool stopSeen = false;
    const std::stop_callback forward(stop, [run = m_run.get()] {
        run->stop.request_stop();
        const std::lock_guard lock(run->mutex);
        run->news.notify_one();
    });

    while (!probes.empty() || !m_running.empty()) {
        if (stop.stop_requested() && !stopSeen) {
            stopSeen = true;
            for (const auto* probe : probes)
                conclude(*probe, Outcome::couldNotLook(
                                     {.domain = Domain::Cancelled, .doing = "run " + std::string(probe->id)}));
            probes.clear();
            for (auto& running : m_running) running.lateAt = std::min(running.lateAt, Clock::now() + graceAfterStop);
        }
        // Launching may conclude a probe at once and so make others ready.
        bool launched = true;
        while (launched) {
            launched = false;
            for (auto it = probes.begin(); it != probes.end();) {
                if (!ready(**it)) {
                    ++it;
                    continue;
                }
                const auto* probe = *it;
                it = probes.erase(it);
                launch(*probe);
                launched = true;
            }
        }
        if (m_running.empty()) {
            // What is left waits for something that will never come: a cycle, which the tests rule out for our table.
            for (const auto* probe : probes) conclude(*probe, Outcome::couldNotLook(refusal("It waits for itself.")));
            break;
        }
        std::unique_lock lock(m_run->mutex);
        const auto nextLate = std::ranges::min_element(m_running, {}, &Running::lateAt)->lateAt;
        m_run->news.wait_until(lock, nextLate, [this, &stop, stopSeen] {
            return !m_run->finished.empty() || (stop.stop_requested() && !stopSeen);
        });
        collect(lock);
        lock.unlock();
        abandonLate(Clock::now());
    }
    return std::move(m_outcomes);
}

}    // namespace

Diagnosis diagnoseWith(std::span<const Probe* const> probes, const Target& target, const MachineView& machine, Net& net,
                       const Facts& facts, const Sink& sink, std::stop_token stop,
                       std::span<const std::string_view> only)
{
    const auto chosen = selection(probes, only);
    std::vector<const Probe*> list;
    std::ranges::copy_if(probes, std::back_inserter(list),
                         [&chosen](const Probe* probe) { return chosen.contains(probe->id); });
    if (sink) sink(DiagnosisStarted{list.size()});

    auto run = std::make_shared<Run>(asThisPcGoes(target, machine, stop), machine, net, facts);
    auto outcomes = Scheduler(run, sink).runAll(std::move(list), stop);
    auto diagnosis = diagnosisOf(std::move(outcomes), facts);
    diagnosis.connections = run->conversation.connections();
    if (sink) sink(DiagnosisFinished{diagnosis});
    return diagnosis;
}

}    // namespace rdpmend

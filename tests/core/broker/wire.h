// Two ends of a pipe in memory, a broker at one of them, and what it works on.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/broker/client.h"
#include "core/broker/server.h"
#include "core/changes/changes.h"
#include "core/machine/registry_places.h"
#include "tests/core/engine/bench.h"

namespace rdpmend::broker {

// One direction.
class Wire {
public:
    void put(ByteView bytes)
    {
        const std::lock_guard lock(m_mutex);
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        m_news.notify_all();
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_news.notify_all();
    }
    bool closed() const
    {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }
    Result<std::size_t> take(std::span<std::uint8_t> into, const Deadline& deadline)
    {
        std::unique_lock lock(m_mutex);
        if (!m_news.wait_until(lock, deadline.at, [this] { return m_closed || !m_bytes.empty(); }))
            return Error{.domain = Domain::TimedOut, .doing = "read"};
        const auto count = std::min(into.size(), m_bytes.size());
        std::copy_n(m_bytes.begin(), count, into.begin());
        m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(count));
        return count;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<std::uint8_t> m_bytes;
    bool m_closed = false;
};

class WireEnd final : public Stream {
public:
    WireEnd(std::shared_ptr<Wire> in, std::shared_ptr<Wire> out) : m_in(std::move(in)), m_out(std::move(out)) {}
    ~WireEnd() override
    {
        m_in->close();
        m_out->close();
    }
    WireEnd(const WireEnd&) = delete;
    WireEnd& operator=(const WireEnd&) = delete;

    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) override
    {
        return m_in->take(into, deadline);
    }
    Status write(ByteView bytes, const Deadline&) override
    {
        if (m_out->closed()) return refusal("closed");
        m_out->put(bytes);
        return ok();
    }

private:
    std::shared_ptr<Wire> m_in;
    std::shared_ptr<Wire> m_out;
};

struct Ends {
    std::unique_ptr<Stream> program;
    std::unique_ptr<Stream> broker;
};
inline Ends wire()
{
    auto there = std::make_shared<Wire>();
    auto back = std::make_shared<Wire>();
    return {.program = std::make_unique<WireEnd>(back, there), .broker = std::make_unique<WireEnd>(there, back)};
}

// Plays what a program sends, frame after frame, and keeps what the broker answers.
class Script final : public Stream {
public:
    std::deque<std::uint8_t> sent{};
    Bytes answered{};
    std::vector<Deadline> waits{};
    std::optional<Error> atTheEnd{};    // instead of closing

    void send(ByteView frame)
    {
        const auto bytes = ByteWriter().u32le(static_cast<std::uint32_t>(frame.size())).bytes(frame).take();
        sent.insert(sent.end(), bytes.begin(), bytes.end());
    }
    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) override
    {
        waits.push_back(deadline);
        if (sent.empty() && atTheEnd) return *atTheEnd;
        const auto count = std::min(into.size(), sent.size());
        std::copy_n(sent.begin(), count, into.begin());
        sent.erase(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(count));
        return count;
    }
    Status write(ByteView bytes, const Deadline&) override
    {
        answered.insert(answered.end(), bytes.begin(), bytes.end());
        return ok();
    }
};

// The journal of the engine's tests, lent to a broker that wants one of its own.
class LentJournal final : public Journal {
public:
    LentJournal(Journal& journal, bool forReading) : m_journal(journal), m_forReading(forReading) {}
    bool readOnly() const override { return m_forReading; }
    Result<std::int64_t> beginRun(const RunId& id) override { return m_journal.beginRun(id); }
    Status finishRun(std::int64_t run) override { return m_journal.finishRun(run); }
    Result<std::vector<RunRecord>> runs() const override { return m_journal.runs(); }
    Result<std::int64_t> intend(const HistoryEntry& entry) override { return m_journal.intend(entry); }
    Status setState(std::int64_t number, ChangeState state) override { return m_journal.setState(number, state); }
    Result<std::vector<HistoryEntry>> history() const override { return m_journal.history(); }
    Status ready() override { return m_journal.ready(); }

private:
    Journal& m_journal;
    bool m_forReading;
};

// The engine's bench with a broker: each connection is served by a thread, as a process would.
struct BrokerBench : Bench {
    MemoryJournal wide{};
    int consents = 0;
    bool declines = false;
    std::optional<int> cutAtWrite{};    // the power of the next broker goes at its n-th answer
    std::vector<Ending> endings{};
    std::optional<Client> client{};

    BrokerBench() { restart(); }
    ~BrokerBench() { joinBrokers(); }
    BrokerBench(const BrokerBench&) = delete;
    BrokerBench& operator=(const BrokerBench&) = delete;

    Server::OpenJournal journalOfBroker()
    {
        return [this] { return lend(/*forReading=*/false); };
    }
    Result<std::unique_ptr<Stream>> start()
    {
        ++consents;
        if (declines) return consentDeclined();
        auto ends = wire();
        const auto cut = std::exchange(cutAtWrite, std::nullopt);
        m_brokers.emplace_back([this, cut, end = std::move(ends.broker)] {
            CutStream stream(*end, cut);
            try {
                const auto ending = Server(machine, journalOfBroker()).serve(stream);
                const std::lock_guard lock(m_mutex);
                endings.push_back(ending);
            } catch (const PowerCut&) {}
        });
        return std::move(ends.program);
    }
    Session withBroker() { return {machine, net, Facts::builtIn(), &journal, "", fakeProbes(), &*client}; }
    // The program ends and starts again; its brokers end with it.
    void restart()
    {
        joinBrokers();
        client.emplace([this] { return start(); }, [this] { return lend(/*forReading=*/true); });
    }
    void joinBrokers()
    {
        client.reset();
        for (auto& broker : m_brokers) broker.join();
        m_brokers.clear();
    }

private:
    class CutStream final : public Stream {
    public:
        CutStream(Stream& stream, std::optional<int> cut) : m_stream(stream), m_cut(cut) {}
        Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) override
        {
            return m_stream.read(into, deadline);
        }
        Status write(ByteView bytes, const Deadline& deadline) override
        {
            if (m_cut && --*m_cut == 0) throw PowerCut{};
            return m_stream.write(bytes, deadline);
        }

    private:
        Stream& m_stream;
        std::optional<int> m_cut;
    };

    Result<std::unique_ptr<Journal>> lend(bool forReading)
    {
        return std::unique_ptr<Journal>(std::make_unique<LentJournal>(wide, forReading));
    }

    std::mutex m_mutex;
    std::vector<std::thread> m_brokers{};
};

inline SimulatedState brokenState()
{
    return *stateFromJson(brokenPc, "the test's PC");
}

inline std::vector<PlanStep> wideSteps(Bench& bench, const std::vector<std::string>& fixes)
{
    std::vector<PlanStep> steps;
    for (const auto& step : bench.plan(fixes).steps)
        if (step.scope == Scope::Machine) steps.push_back(step);
    return steps;
}

// What a well-meaning program would send for these fixes.
inline Begin agreeTo(Bench& bench, const std::vector<std::string>& fixes)
{
    const auto steps = wideSteps(bench, fixes);
    const auto digest = *fromHex(planHash({.steps = steps}));
    Begin begin{.run = {1}, .fixes = {}};
    std::copy(digest.begin(), digest.end(), begin.plan.begin());
    for (const auto& step : steps) begin.fixes.push_back(*fixNumber(step.fix));
    return begin;
}

}    // namespace rdpmend::broker

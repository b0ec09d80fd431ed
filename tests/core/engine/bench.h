// A session on a simulated PC, with a journal in memory that can fail, and probes that look at the PC alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/engine/session.h"
#include "core/probes/probe.h"
#include "core/simulated/simulated_machine.h"

namespace rdpmend {

class DeadNet final : public Net {
public:
    Resolution resolve(std::string_view, const Deadline&) override { return {.v4 = NameAnswer::NoAnswer}; }
    Connected connect(const Address&, std::uint16_t, const ConnectOptions&, const Deadline&) override
    {
        return {.error = NetError{}};
    }
    Datagram exchange(const Address&, std::uint16_t, ByteView, int, std::chrono::milliseconds, const Deadline&) override
    {
        return {.error = NetError{}};
    }
};

// What is in it survives the session, as a file does.
class MemoryJournal final : public Journal {
public:
    FaultPlan* faults = nullptr;
    bool onlyReading = false;
    std::vector<HistoryEntry> entries{};
    std::vector<RunRecord> allRuns{};

    bool readOnly() const override { return onlyReading; }
    Status ready() override
    {
        return write([] { return ok(); });
    }
    Result<std::int64_t> beginRun(const RunId& id) override
    {
        return write([&]() -> Result<std::int64_t> {
            allRuns.push_back({.number = static_cast<std::int64_t>(allRuns.size()) + 1, .id = id});
            return allRuns.back().number;
        });
    }
    Status finishRun(std::int64_t run) override
    {
        return write([this, run]() -> Status {
            if (run > static_cast<std::int64_t>(allRuns.size())) return refusal("The journal has no such run.");
            allRuns.at(static_cast<std::size_t>(run - 1)).finished = true;
            return ok();
        });
    }
    Result<std::vector<RunRecord>> runs() const override { return allRuns; }
    Result<std::int64_t> intend(const HistoryEntry& entry) override
    {
        return write([&]() -> Result<std::int64_t> {
            entries.push_back(entry);
            entries.back().number = static_cast<std::int64_t>(entries.size());
            entries.back().state = ChangeState::Intended;
            return entries.back().number;
        });
    }
    Status setState(std::int64_t number, ChangeState state) override
    {
        return write([=, this] {
            entries.at(static_cast<std::size_t>(number - 1)).state = state;
            return ok();
        });
    }
    Result<std::vector<HistoryEntry>> history() const override { return entries; }

private:
    template <class Work>
    auto write(Work work) -> decltype(work())
    {
        const auto fault = faults ? faults->next(FaultPlan::Call::Journal) : std::nullopt;
        if (fault == Fault::Refuse || fault == Fault::Ignore) return faults->error();
        auto result = work();
        if (fault == Fault::RefuseAfter) return faults->error();
        if (fault) faults->cutPower();
        return result;
    }
};

// A PC on which every remedy has something to do.
inline constexpr auto brokenPc = R"json({
  "registry": {
    "HKCU\\Software\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}},
    "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\PC-17": {"certhash": {"binary": "00ff"}, "UsernameHint": {"string": "anna"}},
    "HKLM64\\SOFTWARE\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}},
    "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\HardwareID": {"ClientHWID": {"binary": "0011"}, "x": {"dword": 1}},
    "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {"CompanyName": {"binary": "00"}},
    "HKLM32\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {"Scope": {"string": "microsoft.com"}},
    "HKLM64\\SOFTWARE\\Policies\\Microsoft\\Windows NT": {}
  },
  "permissions": {"HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store": "D:(A;;KA;;;BA)"},
  "credentials": [{"target": "TERMSRV/pc-17", "user": "EX\\anna", "password": "old"}]
})json";

inline Target brokenTarget()
{
    return {.host = {.host = "pc-17", .port = 3389}, .gateway = Endpoint{.host = "gw.example", .port = 443}};
}

std::span<const Probe* const> fakeProbes();    // bench.cpp

struct Bench {
    SimulatedMachine machine{*stateFromJson(brokenPc, "the test's PC")};
    DeadNet net{};
    MemoryJournal journal{};
    Target target = brokenTarget();
    std::vector<Event> events{};
    Sink sink = [this](const Event& event) { events.push_back(event); };

    // As after a restart of the program.
    Session session() { return {machine, net, Facts::builtIn(), &journal, "", fakeProbes()}; }
    Plan plan(const std::vector<std::string>& fixes)
    {
        auto planned = session().plan(target, Diagnosis{}, fixes);
        EXPECT_TRUE(planned) << describe(planned.error());
        return planned ? *std::move(planned) : Plan{};
    }
    // F301 needs it.
    void makeTheTest()
    {
        const auto results = session().carryOut(plan({"F303"}), {});
        EXPECT_FALSE(results.at(0).error);
    }
};

inline Diagnosis withCause(std::string id, std::vector<std::string> fixes)
{
    return {.causes = {{.id = std::move(id), .fixes = std::move(fixes)}}, .overall = Overall::Problem};
}

}    // namespace rdpmend

// Knocks at the elevated broker in ways that rdpmend itself never would. Lies beside rdpmend-broker.exe.
//
//     knock plan            agrees to something else than the broker would propose; says what it answers
//     knock leave           connects and ends without a word
//     knock squat           makes the pipe first; says how the broker ended
//     knock stranger        names another process as the one that asks, and comes itself; says how the broker ended
//     knock garbage         sends bytes that are no message; says how the broker ended
//     knock descriptor      says who may open the pipe, whose it is, and who this is
#include <array>
#include <cstdio>
#include <string>

#include <windows.h>

#include "app/broker/machine_journal.h"
#include "app/broker/pipe_name.h"
#include "app/elevation/start_broker.h"
#include "core/apply/applier.h"
#include "core/broker/client.h"
#include "core/windows/pipe.h"
#include "core/windows/process.h"
#include "core/windows/wide.h"

namespace {

using namespace rdpmend;

const std::string digits = "0123456789abcdef0123456789abcdef";

struct Process {
    windows::FileHandle handle;
    DWORD id = 0;
};

Process run(std::string program, const std::string& arguments)
{
    auto line = *windows::toWide('"' + program + "\" " + arguments);
    STARTUPINFOW start{};
    start.cb = sizeof start;
    PROCESS_INFORMATION process{};
    if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &start, &process))
        return {};
    CloseHandle(process.hThread);
    return {.handle = windows::FileHandle(process.hProcess), .id = process.dwProcessId};
}

std::string broker()
{
    auto path = windows::ownProgram();
    return path.replace(path.rfind('\\') + 1, std::string::npos, "rdpmend-broker.exe");
}

Process brokerFor(DWORD caller)
{
    return run(broker(), digits + ' ' + std::to_string(caller));
}

int sayHowItEnded(const Process& process)
{
    DWORD status = 0;
    if (WaitForSingleObject(process.handle.get(), 20000) != WAIT_OBJECT_0) return std::puts("did not end"), 1;
    GetExitCodeProcess(process.handle.get(), &status);
    return std::printf("ended with %lu\n", status), 0;
}

Result<windows::Pipe> come()
{
    for (int i = 0; i < 500; ++i) {
        auto pipe = windows::Pipe::open(brokerPipe(digits));
        if (pipe) return pipe;
        Sleep(20);
    }
    return windows::Pipe::open(brokerPipe(digits));
}

int plan()
{
    const SetRegistryValue nothing{.key = {.hive = Hive::LocalMachine, .path = "SOFTWARE\\rdpmend"}};
    const PlanStep step{.fix = "F401", .scope = Scope::Machine, .changes = {{.before = nothing, .after = nothing}}};
    broker::Client client(startBroker, readMachineJournal);
    for (const auto& result : client.carryOut({&step, 1}, {}, {}))
        std::puts(result.error ? describe(*result.error).c_str() : "done");
    return 0;
}

int leave()
{
    const auto stream = startBroker();
    std::puts(stream ? "connected" : describe(stream.error()).c_str());
    std::fflush(stdout);
    TerminateProcess(GetCurrentProcess(), 0);
    return 0;
}

int squat()
{
    const auto mine = windows::Pipe::create(brokerPipe(digits), "D:(A;;FA;;;WD)");
    if (!mine) return std::puts(describe(mine.error()).c_str()), 1;
    return sayHowItEnded(brokerFor(GetCurrentProcessId()));
}

int stranger()
{
    const auto other = run(windows::ownProgram(), "wait");
    const auto process = brokerFor(other.id);
    const auto pipe = come();
    const int result = sayHowItEnded(process);
    TerminateProcess(other.handle.get(), 0);
    return result;
}

int garbage()
{
    const auto process = brokerFor(GetCurrentProcessId());
    auto pipe = come();
    if (!pipe) return std::puts(describe(pipe.error()).c_str()), 1;
    const std::array<std::uint8_t, 8> bytes{4, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF};
    if (!pipe->write(bytes, Deadline::in(std::chrono::seconds(5)))) return std::puts("not sent"), 1;
    return sayHowItEnded(process);
}

int descriptor()
{
    const auto process = brokerFor(GetCurrentProcessId());
    auto pipe = come();
    if (!pipe) return std::puts(describe(pipe.error()).c_str()), 1;
    std::printf("%s\n%s\n%s\n", pipe->descriptor()->c_str(), pipe->owner()->c_str(),
                windows::userOf(GetCurrentProcess())->c_str());
    return 0;
}

}    // namespace

int main(int count, char** arguments)
{
    const std::string what = count == 2 ? arguments[1] : "";
    if (what == "plan") return plan();
    if (what == "leave") return leave();
    if (what == "squat") return squat();
    if (what == "stranger") return stranger();
    if (what == "garbage") return garbage();
    if (what == "descriptor") return descriptor();
    if (what == "wait") return Sleep(60000), 0;
    return std::fputs("usage: knock plan|leave|squat|stranger|garbage|descriptor\n", stderr), 64;
}

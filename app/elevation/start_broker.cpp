#include "app/elevation/start_broker.h"

#include <thread>

#include <windows.h>

#include <shellapi.h>

#include "app/broker/pipe_name.h"
#include "app/broker/pipe_stream.h"
#include "core/apply/elevated.h"
#include "core/base/random.h"
#include "core/windows/com.h"
#include "core/windows/process.h"
#include "core/windows/wide.h"

namespace rdpmend {
namespace {

using namespace windows;

constexpr std::chrono::seconds longestStart{15};
constexpr std::chrono::milliseconds betweenTries{20};
constexpr auto administrators = "S-1-5-32-544";
constexpr auto localSystem = "S-1-5-18";

struct Started {
    FileHandle process;
    DWORD id = 0;
};

std::string siblingProgram()
{
    auto path = ownProgram();
    path.resize(path.rfind('\\') + 1);
    return path + "rdpmend-broker.exe";
}

// Windows' question belongs to the window that the person looks at, if that is one of ours.
HWND ownWindow()
{
    const HWND window = GetForegroundWindow();
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    return process == GetCurrentProcessId() ? window : nullptr;
}

Result<Started> runElevated(const std::string& digits)
{
    const auto path = siblingProgram();
    const auto program = toWide(path);
    if (!program) return program.error();
    // Nobody replaces the file between this look and its start.
    const FileHandle held(orNull(CreateFileW(program->c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                             FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr)));
    if (!held) return lastError("find " + path + ", which changes what belongs to the whole PC");

    const auto words = toWide(digits + ' ' + std::to_string(GetCurrentProcessId()));
    if (!words) return words.error();
    const auto apartment = Apartment::enter("start " + path);    // ShellExecuteExW wants one
    if (!apartment) return apartment.error();
    SHELLEXECUTEINFOW start{};
    start.cbSize = sizeof start;
    start.fMask = SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI;
    start.hwnd = ownWindow();
    start.lpVerb = L"runas";
    start.lpFile = program->c_str();
    start.lpParameters = words->c_str();
    start.nShow = SW_HIDE;
    if (!ShellExecuteExW(&start)) {
        if (GetLastError() == ERROR_CANCELLED) return consentDeclined();
        return lastError("start " + path + " as administrator");
    }
    FileHandle process(start.hProcess);
    const DWORD id = process ? GetProcessId(process.get()) : 0;
    if (id == 0) return refusal("Windows does not say which process it started as administrator, so it is not used.");
    return Started{.process = std::move(process), .id = id};
}

// Before anything is sent: the pipe belongs to administrators, and its other end to the process that was started.
Status checkServer(const Pipe& pipe, const Started& started)
{
    const auto owner = pipe.owner();
    if (!owner) return owner.error();
    const auto server = pipe.server();
    if (!server) return server.error();
    if ((*owner != administrators && *owner != localSystem) || *server != started.id)
        return refusal("Another program answers in place of rdpmend's elevated part, so nothing was changed.");
    return ok();
}

Result<Pipe> connectTo(const std::string& name, const Started& started)
{
    const auto deadline = Deadline::in(longestStart);
    for (;;) {
        auto pipe = Pipe::open(name);
        if (pipe) return pipe;
        DWORD status = 0;
        const bool ended = WaitForSingleObject(started.process.get(), 0) == WAIT_OBJECT_0;
        if (ended && GetExitCodeProcess(started.process.get(), &status))
            return refusal("The elevated part of rdpmend ended at once (status " + std::to_string(status) +
                           "), so nothing was changed.");
        if (pipe.error().code != ERROR_FILE_NOT_FOUND && pipe.error().code != ERROR_PIPE_BUSY) return pipe.error();
        if (deadline.over()) return Error{.domain = Domain::TimedOut, .doing = "wait for the elevated part of rdpmend"};
        std::this_thread::sleep_for(betweenTries);
    }
}

}    // namespace

Result<std::unique_ptr<broker::Stream>> startBroker()
{
    const auto digits = toHex(randomBytes());
    auto started = runElevated(digits);
    if (!started) return started.error();
    auto pipe = connectTo(brokerPipe(digits), *started);
    if (!pipe) return pipe.error();
    if (auto checked = checkServer(*pipe, *started); !checked) return checked.error();
    pipe->watch(std::move(started->process));
    return std::unique_ptr<broker::Stream>(std::make_unique<PipeStream>(*std::move(pipe)));
}

}    // namespace rdpmend

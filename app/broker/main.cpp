// rdpmend-broker: the part of rdpmend that has an administrator's rights. Started by the program, for one plan or one
// undo, when the person agreed; what it may do and why: README.md.
#include <charconv>
#include <exception>
#include <string_view>

#include <windows.h>

#include "app/broker/machine_journal.h"
#include "app/broker/pipe_name.h"
#include "app/broker/pipe_stream.h"
#include "app/broker/registry_machine.h"
#include "app/windows/hardening.h"
#include "core/broker/server.h"
#include "core/windows/process.h"

namespace {

using namespace rdpmend;

// The program shows the number; nobody else looks.
enum ExitStatus : int {
    done = 0,
    pipeTaken = 5,        // somebody else has made a pipe of that name
    nobodyCame = 6,       // or somebody else than the program that started it
    misunderstood = 7,    // a message that cannot be, or out of its order
    badUsage = 64,
    internalError = 70,
};

constexpr std::chrono::seconds longestWaitForProgram{30};

bool isPipeName(std::string_view word)
{
    return word.size() == pipeNameDigits && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

DWORD processId(std::string_view word)
{
    DWORD id = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), id);
    return problem == std::errc{} && end == word.data() + word.size() ? id : 0;
}

ExitStatus serve(const std::string& pipeName, DWORD callerId)
{
    auto caller = windows::openProcess(callerId);
    if (!caller) return nobodyCame;
    const auto user = windows::userOf(caller->get());
    const auto session = windows::sessionOf(callerId);
    const auto ownSession = windows::sessionOf(GetCurrentProcessId());
    if (!user || !session || !ownSession || *session != *ownSession) return nobodyCame;

    auto pipe = windows::Pipe::create(brokerPipe(pipeName), brokerPipeSddl(*user));
    if (!pipe) return pipeTaken;
    pipe->watch(*std::move(caller));
    if (!pipe->awaitClient(Deadline::in(longestWaitForProgram))) return nobodyCame;
    const auto client = pipe->client();
    if (!client || client->process != callerId || client->session != *session) return nobodyCame;

    RegistryMachine machine;
    PipeStream stream(*std::move(pipe));
    const auto ending = broker::Server(machine, openMachineJournal).serve(stream);
    return ending == broker::Ending::Refused ? misunderstood : done;
}

}    // namespace

int main(int argc, char** argv)
{
    hardenElevated();
    if (argc != 3 || !isPipeName(argv[1]) || processId(argv[2]) == 0) return badUsage;
    try {
        return serve(argv[1], processId(argv[2]));
    } catch (const std::exception&) {
        return internalError;
    }
}

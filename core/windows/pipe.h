// One end of a named pipe whose every wait ends: at a deadline, when the other process ends, or when it closes.
// "Named Pipes", Microsoft Learn.
#pragma once

#include <span>
#include <string>

#include "core/base/bytes.h"
#include "core/base/deadline.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"

namespace rdpmend::windows {

class Pipe {
public:
    // Makes the only instance of the pipe there may ever be, for programs of this PC; fails when anybody has made one
    // of that name. `sddl`: who may open it.
    static Result<Pipe> create(const std::string& name, const std::string& sddl);
    // Opens a pipe that somebody else made, who cannot act in our name. Error 2 (ERROR_FILE_NOT_FOUND): there is none
    // yet.
    static Result<Pipe> open(const std::string& name);

    // The process whose end ends every wait.
    void watch(FileHandle process) { m_process = std::move(process); }

    Status awaitClient(const Deadline& deadline);
    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline);    // 0: closed
    Status write(ByteView bytes, const Deadline& deadline);

    struct Peer {
        DWORD process = 0;
        DWORD session = 0;
    };
    Result<Peer> client() const;
    Result<DWORD> server() const;              // its process
    Result<std::string> owner() const;         // SID of whom the pipe belongs to
    Result<std::string> descriptor() const;    // owner and DACL, as SDDL

private:
    Pipe(FileHandle pipe, FileHandle event) : m_pipe(std::move(pipe)), m_event(std::move(event)) {}
    static Result<Pipe> with(FileHandle pipe, const std::string& doing);
    // Ends the operation that `begun` says was begun.
    Result<DWORD> finish(bool begun, OVERLAPPED& operation, const Deadline& deadline, const std::string& doing);

    FileHandle m_pipe;
    FileHandle m_event;
    FileHandle m_process;
};

}    // namespace rdpmend::windows

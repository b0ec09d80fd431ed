#include "core/windows/pipe.h"

#include <algorithm>
#include <array>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr DWORD buffer = 64 << 10;

bool isClosed(DWORD error)
{
    return error == ERROR_BROKEN_PIPE || error == ERROR_PIPE_NOT_CONNECTED || error == ERROR_NO_DATA ||
           error == ERROR_HANDLE_EOF;
}

DWORD milliseconds(const Deadline& deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.left()).count();
    return static_cast<DWORD>(std::clamp<std::int64_t>(left, 0, INFINITE - 1));
}

Result<LocalMemory<void>> descriptorOf(void* handle, PSID* owner)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const DWORD status =
        GetSecurityInfo(handle, SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, owner,
                        nullptr, nullptr, nullptr, &descriptor);
    if (status != ERROR_SUCCESS) return win32Error(status, "read whose the pipe is");
    return LocalMemory<void>(descriptor);
}

}    // namespace

Result<Pipe> Pipe::with(FileHandle pipe, const std::string& doing)
{
    FileHandle event(CreateEventW(nullptr, /*bManualReset=*/TRUE, FALSE, nullptr));
    if (!event) return lastError(doing);
    return Pipe(std::move(pipe), std::move(event));
}

Result<Pipe> Pipe::create(const std::string& name, const std::string& sddl)
{
    const std::string doing = "make a pipe";
    const auto wide = toWide(name);
    const auto text = toWide(sddl);
    if (!wide) return wide.error();
    if (!text) return text.error();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text->c_str(), SDDL_REVISION_1, &descriptor, nullptr))
        return lastError(doing);
    const LocalMemory<void> owner(descriptor);
    SECURITY_ATTRIBUTES attributes{
        .nLength = sizeof attributes, .lpSecurityDescriptor = descriptor, .bInheritHandle = FALSE};
    FileHandle pipe(orNull(
        CreateNamedPipeW(wide->c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE | FILE_FLAG_OVERLAPPED,
                         PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
                         /*nMaxInstances=*/1, buffer, buffer, 0, &attributes)));
    if (!pipe) return lastError(doing);
    return with(std::move(pipe), doing);
}

Result<Pipe> Pipe::open(const std::string& name)
{
    const std::string doing = "open the pipe";
    const auto wide = toWide(name);
    if (!wide) return wide.error();
    // CreateFileW itself adds SYNCHRONIZE and FILE_READ_ATTRIBUTES.
    FileHandle pipe(
        orNull(CreateFileW(wide->c_str(), FILE_READ_DATA | FILE_WRITE_DATA | READ_CONTROL, 0, nullptr, OPEN_EXISTING,
                           FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr)));
    if (!pipe) return lastError(doing);
    return with(std::move(pipe), doing);
}

Result<DWORD> Pipe::finish(bool begun, OVERLAPPED& operation, const Deadline& deadline, const std::string& doing)
{
    if (!begun) {
        if (GetLastError() != ERROR_IO_PENDING) return lastError(doing);
        const std::array<HANDLE, 2> waits{m_event.get(), m_process.get()};
        const DWORD count = m_process ? 2 : 1;
        const DWORD woken = WaitForMultipleObjects(count, waits.data(), FALSE, milliseconds(deadline));
        if (woken != WAIT_OBJECT_0) {
            CancelIoEx(m_pipe.get(), &operation);
            DWORD late = 0;
            // The buffer is Windows' until this has returned. It may have been done after all.
            if (GetOverlappedResult(m_pipe.get(), &operation, &late, /*bWait=*/TRUE)) return late;
            if (woken == WAIT_TIMEOUT) return Error{.domain = Domain::TimedOut, .doing = doing};
            return win32Error(ERROR_BROKEN_PIPE, doing);
        }
    }
    DWORD done = 0;
    if (!GetOverlappedResult(m_pipe.get(), &operation, &done, /*bWait=*/TRUE)) return lastError(doing);
    return done;
}

Status Pipe::awaitClient(const Deadline& deadline)
{
    const std::string doing = "wait for the program at the pipe";
    OVERLAPPED operation{};
    operation.hEvent = m_event.get();
    const bool begun = ConnectNamedPipe(m_pipe.get(), &operation) != FALSE;
    if (!begun && GetLastError() == ERROR_PIPE_CONNECTED) return ok();
    const auto done = finish(begun, operation, deadline, doing);
    if (!done) return done.error();
    return ok();
}

Result<std::size_t> Pipe::read(std::span<std::uint8_t> into, const Deadline& deadline)
{
    OVERLAPPED operation{};
    operation.hEvent = m_event.get();
    const bool begun =
        ::ReadFile(m_pipe.get(), into.data(), static_cast<DWORD>(std::min<std::size_t>(into.size(), buffer)), nullptr,
                   &operation) != FALSE;
    const auto done = finish(begun, operation, deadline, "read from the pipe");
    if (done) return std::size_t{*done};
    if (done.error().domain == Domain::Win32 && isClosed(static_cast<DWORD>(done.error().code))) return std::size_t{0};
    return done.error();
}

Status Pipe::write(ByteView bytes, const Deadline& deadline)
{
    while (!bytes.empty()) {
        OVERLAPPED operation{};
        operation.hEvent = m_event.get();
        const auto part = static_cast<DWORD>(std::min<std::size_t>(bytes.size(), buffer));
        const bool begun = ::WriteFile(m_pipe.get(), bytes.data(), part, nullptr, &operation) != FALSE;
        const auto done = finish(begun, operation, deadline, "write to the pipe");
        if (!done) return done.error();
        bytes = bytes.subspan(*done);
    }
    return ok();
}

Result<Pipe::Peer> Pipe::client() const
{
    Peer peer;
    if (!GetNamedPipeClientProcessId(m_pipe.get(), &peer.process) ||
        !GetNamedPipeClientSessionId(m_pipe.get(), &peer.session))
        return lastError("find out who is at the pipe");
    return peer;
}

Result<DWORD> Pipe::server() const
{
    DWORD process = 0;
    if (!GetNamedPipeServerProcessId(m_pipe.get(), &process)) return lastError("find out whose the pipe is");
    return process;
}

Result<std::string> Pipe::owner() const
{
    PSID sid = nullptr;
    const auto descriptor = descriptorOf(m_pipe.get(), &sid);
    if (!descriptor) return descriptor.error();
    wchar_t* text = nullptr;
    if (!ConvertSidToStringSidW(sid, &text)) return lastError("read whose the pipe is");
    return fromWide(LocalMemory<wchar_t>(text).get());
}

Result<std::string> Pipe::descriptor() const
{
    PSID sid = nullptr;
    const auto descriptor = descriptorOf(m_pipe.get(), &sid);
    if (!descriptor) return descriptor.error();
    wchar_t* text = nullptr;
    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor->get(), SDDL_REVISION_1, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &text, nullptr))
        return lastError("read who may open the pipe");
    return fromWide(LocalMemory<wchar_t>(text).get());
}

}    // namespace rdpmend::windows

// Linked into a copy of a program that is otherwise the shipped one: ends the process just before its N-th call that
// changes the registry, the Credential Manager or a file, as kill -9 would at that moment. What was written before the
// call stands, what comes after it does not; so every N together are every state that a kill can leave behind.
//
//     RDPMEND_KILL_PROGRAM=NAME  in which of the programs, without ".exe"
//     RDPMEND_KILL_AT=N          at which of its calls; without it at none
//     RDPMEND_KILL_STEPS=FILE    its calls are noted there, one name per line
//
// The calls come here because these definitions take the place of those in the import libraries.
#include <windows.h>

#include <wincred.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

template <class Function>
Function real(const wchar_t* library, const char* name)
{
    return reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(LoadLibraryW(library), name)));
}

std::string variable(const char* name)
{
    char value[MAX_PATH] = "";
    GetEnvironmentVariableA(name, value, sizeof value);
    return value;
}

bool isMeant()
{
    wchar_t path[MAX_PATH] = L"";
    GetModuleFileNameW(nullptr, path, MAX_PATH);
    return std::filesystem::path(path).stem().string() == variable("RDPMEND_KILL_PROGRAM");
}

// Before main() cleans the environment
const bool meant = isMeant();
const int killAt = std::atoi(variable("RDPMEND_KILL_AT").c_str());
const std::string steps = variable("RDPMEND_KILL_STEPS");

void note(const std::string& line)
{
    const HANDLE file = CreateFileA(steps.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                    OPEN_ALWAYS, 0, nullptr);
    static const auto write = real<decltype(&WriteFile)>(L"kernel32.dll", "WriteFile");
    DWORD written = 0;
    write(file, line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
    CloseHandle(file);
}

void step(const char* name)
{
    static std::atomic<int> count = 0;
    if (!meant) return;
    if (!steps.empty()) note(name + std::string("\n"));
    if (++count == killAt) TerminateProcess(GetCurrentProcess(), 99);
}

template <std::size_t size>
struct Name {
    char text[size];
    constexpr Name(const char (&from)[size])
    {
        std::copy_n(from, size, text);
    }    // NOLINT(google-explicit-constructor)
};

template <class Function>
struct Hooked;
template <class R, class... Arguments>
struct Hooked<R(WINAPI*)(Arguments...)> {
    template <Name name>
    static R WINAPI inAdvapi32(Arguments... arguments)
    {
        static const auto go = real<R(WINAPI*)(Arguments...)>(L"advapi32.dll", name.text);
        return step(name.text), go(arguments...);
    }
    template <Name name>
    static R WINAPI inKernel32(Arguments... arguments)
    {
        static const auto go = real<R(WINAPI*)(Arguments...)>(L"kernel32.dll", name.text);
        return step(name.text), go(arguments...);
    }
};

}    // namespace

// As an import library does it: a pointer for who knows that the function is imported, and a jump for who does not.
#define HOOK(library, function)                                                                        \
    extern "C" {                                                                                       \
    decltype(&function) __imp_##function = &Hooked<decltype(&function)>::in##library<Name(#function)>; \
    }                                                                                                  \
    asm(".globl " #function "\n" #function ": jmp *__imp_" #function "(%rip)")

HOOK(Advapi32, RegCreateKeyExW);
HOOK(Advapi32, RegDeleteKeyExW);
HOOK(Advapi32, RegDeleteValueW);
HOOK(Advapi32, RegSetKeySecurity);
HOOK(Advapi32, RegSetValueExW);
HOOK(Advapi32, CredDeleteW);
HOOK(Kernel32, DeleteFileW);
HOOK(Kernel32, FlushFileBuffers);
HOOK(Kernel32, MoveFileExW);
HOOK(Kernel32, ReplaceFileW);
HOOK(Kernel32, SetEndOfFile);
HOOK(Kernel32, WriteFile);

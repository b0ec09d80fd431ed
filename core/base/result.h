// Value-or-error. `Error` always says what was being done and in which number space its code lives, so that
// `facts` can turn (domain, code) into words later. gcc 12 has std::expected only from C++23.
//
//     Result<Bytes> read(...);
//     auto bytes = read(...);
//     if (!bytes) return bytes.error();
//     use(*bytes);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace rdpmend {

// The number space that an error code belongs to. 7 in RdpExtended is not 7 in Win32.
enum class Domain : std::uint8_t {
    Internal,     // our own refusal; the code is 0 and `doing` is a whole sentence
    Cancelled,    // the person said stop
    TimedOut,     // the deadline passed
    Win32,        // GetLastError
    HResult,
    NtStatus,
    Socket,      // errno (POSIX) or WSAGetLastError (Windows)
    Resolver,    // EAI_* / h_errno
    Tls,         // OpenSSL ERR_get_error
    TlsAlert,    // AlertDescription of RFC 8446
    Sqlite,
};

struct Error {
    Domain domain = Domain::Internal;
    std::int64_t code = 0;
    std::string doing{};    // verb phrase for codes ("read HKLM\\...\\fDenyTSConnections"), a sentence for Internal
    std::string words{};    // what the system says about the code, when it says anything; untrusted text

    bool operator==(const Error&) const = default;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    // Precondition of * and ->: the result holds a value; of error(): it does not.
    T& operator*() & { return std::get<0>(m_state); }
    const T& operator*() const& { return std::get<0>(m_state); }
    T&& operator*() && { return std::get<0>(std::move(m_state)); }
    T* operator->() { return &std::get<0>(m_state); }
    const T* operator->() const { return &std::get<0>(m_state); }
    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

using Status = Result<std::monostate>;
inline Status ok()
{
    return std::monostate{};
}

// A refusal in one clear sentence that says what to do.
inline Error refusal(std::string sentence)
{
    return {.doing = std::move(sentence)};
}

// "read the registry value X: access is denied (Win32 5)"
std::string describe(const Error& error);

}    // namespace rdpmend

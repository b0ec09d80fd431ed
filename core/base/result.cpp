#include "core/base/result.h"

#include <fmt/format.h>

namespace rdpmend {

static const char* name(Domain domain)
{
    switch (domain) {
    case Domain::Internal: return "";
    case Domain::Cancelled: return "stopped by the user";
    case Domain::TimedOut: return "no answer in time";
    case Domain::Win32: return "Win32";
    case Domain::HResult: return "HRESULT";
    case Domain::NtStatus: return "NTSTATUS";
    case Domain::Socket: return "socket error";
    case Domain::Resolver: return "resolver error";
    case Domain::Tls: return "TLS library error";
    case Domain::TlsAlert: return "TLS alert";
    case Domain::Sqlite: return "SQLite";
    }
    return "";
}

// As the system's own documentation writes it.
static std::string number(const Error& error)
{
    const bool hexadecimal = error.domain == Domain::HResult || error.domain == Domain::NtStatus;
    return hexadecimal ? fmt::format("0x{:08X}", static_cast<std::uint32_t>(error.code)) : std::to_string(error.code);
}

std::string describe(const Error& error)
{
    if (error.domain == Domain::Internal) return error.doing;
    std::string out = error.doing;
    if (!out.empty()) out += ": ";
    if (!error.words.empty()) out += error.words + " (";
    out += name(error.domain);
    if (error.domain != Domain::Cancelled && error.domain != Domain::TimedOut) out += ' ' + number(error);
    if (!error.words.empty()) out += ')';
    return out;
}

}    // namespace rdpmend

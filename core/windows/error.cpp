#include "core/windows/error.h"

#include <array>

#include "core/base/text.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {

static std::string wordsOf(DWORD code)
{
    std::array<wchar_t, 512> text{};
    const DWORD length =
        FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
                       nullptr, code, 0, text.data(), static_cast<DWORD>(text.size()), nullptr);
    auto words = trim(sanitise(shown({text.data(), length}), text.size()));
    if (words.ends_with('.')) words.pop_back();    // it stands in the middle of a sentence
    return words;
}

Error win32Error(DWORD code, std::string doing)
{
    return {.domain = Domain::Win32, .code = code, .doing = std::move(doing), .words = wordsOf(code)};
}

Error lastError(std::string doing)
{
    return win32Error(GetLastError(), std::move(doing));
}

Error outOfTime(const Deadline& deadline, std::string doing)
{
    return {.domain = deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut, .doing = std::move(doing)};
}

Error hresultError(HRESULT code, std::string doing)
{
    if (HRESULT_FACILITY(code) == FACILITY_WIN32)
        return win32Error(static_cast<DWORD>(HRESULT_CODE(code)), std::move(doing));
    const auto bits = static_cast<DWORD>(code);
    return {.domain = Domain::HResult, .code = bits, .doing = std::move(doing), .words = wordsOf(bits)};
}

Error lastHresultError(std::string doing)
{
    return hresultError(HRESULT_FROM_WIN32(GetLastError()), std::move(doing));
}

}    // namespace rdpmend::windows

#include "core/windows/wide.h"

#include "core/base/text.h"
#include "core/windows/error.h"

namespace rdpmend::windows {
namespace {

std::string convert(DWORD flags, std::wstring_view utf16)
{
    const auto length = static_cast<int>(utf16.size());
    const int size = WideCharToMultiByte(CP_UTF8, flags, utf16.data(), length, nullptr, 0, nullptr, nullptr);
    std::string out(static_cast<std::size_t>(size), '\0');
    WideCharToMultiByte(CP_UTF8, flags, utf16.data(), length, out.data(), size, nullptr, nullptr);
    return out;
}

}    // namespace

Result<std::wstring> toWide(std::string_view utf8)
{
    if (utf8.find('\0') != std::string_view::npos)
        return refusal("\"" + sanitise(utf8) + "\" has a NUL character in it, so it is no name.");
    if (utf8.empty()) return std::wstring{};
    const auto length = static_cast<int>(utf8.size());
    const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), length, nullptr, 0);
    if (size == 0) return lastError("read \"" + sanitise(utf8) + "\" as text");
    std::wstring out(static_cast<std::size_t>(size), L'\0');
    MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), length, out.data(), size);
    return out;
}

Result<std::string> fromWide(std::wstring_view utf16)
{
    auto out = convert(WC_ERR_INVALID_CHARS, utf16);
    if (out.empty() && !utf16.empty()) return lastError("read the name \"" + sanitise(shown(utf16)) + "\" as text");
    return out;
}

std::string shown(std::wstring_view utf16)
{
    return convert(0, utf16);
}

}    // namespace rdpmend::windows

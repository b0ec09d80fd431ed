// Stands for Windows' wevtapi.dll. What was asked goes into C:\events.txt; the answers are the files
// C:\events\1.xml, 2.xml,
// ... in UTF-8, for every channel. With FAKE_SYSTEM_LOG=missing, off or slow the channel "System" does not exist, is
// switched off, or has events that never come.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <windows.h>

#include <winevt.h>

namespace {

bool systemLogIs(std::string_view mode, std::wstring_view channelOrQuery)
{
    const char* wanted = std::getenv("FAKE_SYSTEM_LOG");
    const bool meant =
        channelOrQuery == L"System" || channelOrQuery.find(L"Path=\"System\"") != std::wstring_view::npos;
    return meant && wanted != nullptr && wanted == mode;
}

EVT_HANDLE refuse(DWORD code)
{
    SetLastError(code);
    return nullptr;
}

struct Answer {
    int next = 1;
    bool slow = false;
};

std::string eventFile(std::intptr_t number)
{
    std::ifstream file("C:\\events\\" + std::to_string(number) + ".xml", std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return file ? content.str() : std::string{};
}

// Other handles are the address of the answer, and the negative numbers of events.
const EVT_HANDLE isOn = reinterpret_cast<EVT_HANDLE>(1);
const EVT_HANDLE isOff = reinterpret_cast<EVT_HANDLE>(2);
Answer answer;

}    // namespace

extern "C" {

__declspec(dllexport) BOOL WINAPI EvtClose(EVT_HANDLE)
{
    return TRUE;
}

__declspec(dllexport) EVT_HANDLE WINAPI EvtOpenChannelConfig(EVT_HANDLE, LPCWSTR channel, DWORD)
{
    if (systemLogIs("missing", channel)) return refuse(ERROR_EVT_CHANNEL_NOT_FOUND);
    return systemLogIs("off", channel) ? isOff : isOn;
}

__declspec(dllexport) BOOL WINAPI EvtGetChannelConfigProperty(EVT_HANDLE config, EVT_CHANNEL_CONFIG_PROPERTY_ID id,
                                                              DWORD, DWORD size, PEVT_VARIANT value, PDWORD used)
{
    if (id != EvtChannelConfigEnabled || size < sizeof *value) return SetLastError(ERROR_INVALID_PARAMETER), FALSE;
    value->Type = EvtVarTypeBoolean;
    value->BooleanVal = config == isOn;
    *used = sizeof *value;
    return TRUE;
}

__declspec(dllexport) EVT_HANDLE WINAPI EvtQuery(EVT_HANDLE, LPCWSTR path, LPCWSTR query, DWORD flags)
{
    const std::wstring text(query);
    std::ofstream("C:\\events.txt", std::ios::app)
        << (path == nullptr ? "" : "a path: ") << flags << ' ' << std::string(text.begin(), text.end()) << '\n';
    answer = {.slow = systemLogIs("slow", text)};
    return &answer;
}

__declspec(dllexport) BOOL WINAPI
    EvtNext(EVT_HANDLE, DWORD size, EVT_HANDLE* events, DWORD timeout, DWORD, PDWORD count)
{
    *count = 0;
    if (answer.slow) return Sleep(timeout), SetLastError(ERROR_TIMEOUT), FALSE;
    for (; *count < size && !eventFile(answer.next).empty(); ++*count)
        events[*count] = reinterpret_cast<EVT_HANDLE>(-std::intptr_t{answer.next++});
    if (*count == 0) SetLastError(ERROR_NO_MORE_ITEMS);
    return *count > 0;
}

__declspec(dllexport) BOOL WINAPI
    EvtRender(EVT_HANDLE, EVT_HANDLE event, DWORD flags, DWORD size, PVOID buffer, PDWORD used, PDWORD properties)
{
    if (flags != EvtRenderEventXml) return SetLastError(ERROR_INVALID_PARAMETER), FALSE;
    const auto xml = eventFile(-reinterpret_cast<std::intptr_t>(event));
    *properties = 0;
    *used = static_cast<DWORD>((xml.size() + 1) * sizeof(wchar_t));    // enough: UTF-16 needs no more units than UTF-8
    if (size < *used) return SetLastError(ERROR_INSUFFICIENT_BUFFER), FALSE;
    auto* wide = static_cast<wchar_t*>(buffer);
    const int length = MultiByteToWideChar(CP_UTF8, 0, xml.data(), static_cast<int>(xml.size()), wide,
                                           static_cast<int>(size / sizeof(wchar_t)));
    wide[length] = L'\0';
    return TRUE;
}

}    // extern "C"

#include "core/windows/event_log.h"

#include <algorithm>
#include <array>

#include <windows.h>

#include <winevt.h>

#include "core/base/text.h"
#include "core/machine/event_query.h"
#include "core/machine/event_xml.h"
#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t mostEvents = 1000;
constexpr DWORD atOnce = 16;                                 // events that are asked for in one call
constexpr auto patience = std::chrono::milliseconds(200);    // between two looks at the deadline

class EventLog {
public:
    static Result<EventLog> load(std::string doing);

    Status refuseWhenOff(const std::wstring& channel) const;
    Result<std::vector<LoggedEvent>> read(const std::wstring& query, std::size_t atMost,
                                          const Deadline& deadline) const;

private:
    struct Close {
        decltype(EvtClose)* close;
        void operator()(EVT_HANDLE handle) const { close(handle); }
    };
    using Handle = std::unique_ptr<void, Close>;

    explicit EventLog(std::string doing) : m_doing(std::move(doing)) {}
    Handle own(EVT_HANDLE handle) const { return {handle, {m_close}}; }
    Result<std::vector<Handle>> next(EVT_HANDLE query, const Deadline& deadline) const;
    Result<LoggedEvent> render(EVT_HANDLE event) const;

    std::string m_doing;
    decltype(EvtClose)* m_close = nullptr;
    decltype(EvtOpenChannelConfig)* m_openChannelConfig = nullptr;
    decltype(EvtGetChannelConfigProperty)* m_getChannelConfigProperty = nullptr;
    decltype(EvtQuery)* m_query = nullptr;
    decltype(EvtNext)* m_next = nullptr;
    decltype(EvtRender)* m_render = nullptr;
};

template <class Function>
Status find(const char* name, Function*& function)
{
    const auto found = systemFunction<Function>(L"wevtapi.dll", name);
    if (!found) return found.error();
    function = *found;
    return ok();
}

Result<EventLog> EventLog::load(std::string doing)
{
    EventLog log(std::move(doing));
    for (const auto& status :
         {find("EvtClose", log.m_close), find("EvtOpenChannelConfig", log.m_openChannelConfig),
          find("EvtGetChannelConfigProperty", log.m_getChannelConfigProperty), find("EvtQuery", log.m_query),
          find("EvtNext", log.m_next), find("EvtRender", log.m_render)})
        if (!status) return status.error();
    return log;
}

// What was logged before a channel was switched off can still be read, and would pass for "nothing since".
Status EventLog::refuseWhenOff(const std::wstring& channel) const
{
    const auto config = own(m_openChannelConfig(nullptr, channel.c_str(), 0));
    if (!config) return lastError(m_doing);
    EVT_VARIANT enabled{};
    DWORD used = 0;
    if (!m_getChannelConfigProperty(config.get(), EvtChannelConfigEnabled, 0, sizeof enabled, &enabled, &used))
        return lastError(m_doing);
    if (enabled.Type != EvtVarTypeBoolean) return win32Error(ERROR_INVALID_DATA, m_doing);
    if (enabled.BooleanVal == FALSE) return refusal("Could not " + m_doing + ": the log is switched off.");
    return ok();
}

// EvtNext. Empty: that were all.
Result<std::vector<EventLog::Handle>> EventLog::next(EVT_HANDLE query, const Deadline& deadline) const
{
    while (!deadline.over()) {
        const auto wait = std::min<Deadline::Clock::duration>(patience, deadline.left());
        const auto timeout = static_cast<DWORD>(std::chrono::ceil<std::chrono::milliseconds>(wait).count());
        std::array<EVT_HANDLE, atOnce> handles{};
        DWORD count = 0;
        const bool found = m_next(query, atOnce, handles.data(), timeout, 0, &count) != FALSE;
        const DWORD reason = GetLastError();
        std::vector<Handle> events;
        for (DWORD i = 0; found && i < std::min(count, atOnce); ++i) events.push_back(own(handles[i]));
        if (found || reason == ERROR_NO_MORE_ITEMS) return events;
        if (reason != ERROR_TIMEOUT) return win32Error(reason, m_doing);
    }
    return outOfTime(deadline, m_doing);
}

// EvtRender(EvtRenderEventXml): the values as an array would come without their names.
Result<LoggedEvent> EventLog::render(EVT_HANDLE event) const
{
    std::wstring xml(4096, L'\0');
    DWORD used = 0;
    DWORD properties = 0;
    const auto fill = [&] {
        return m_render(nullptr, event, EvtRenderEventXml, static_cast<DWORD>(xml.size() * sizeof(wchar_t)), xml.data(),
                        &used, &properties) != FALSE;
    };
    bool rendered = fill();
    if (!rendered && GetLastError() == ERROR_INSUFFICIENT_BUFFER && used <= largestEventXml) {
        xml.resize(used / sizeof(wchar_t) + 1);
        rendered = fill();
    }
    if (!rendered) return lastError(m_doing);
    return parseEventXml(shown(xml.c_str()));    // up to its NUL
}

Result<std::vector<LoggedEvent>> EventLog::read(const std::wstring& query, std::size_t atMost,
                                                const Deadline& deadline) const
{
    const auto answer = own(m_query(nullptr, nullptr, query.c_str(), EvtQueryChannelPath | EvtQueryReverseDirection));
    if (!answer) return lastError(m_doing);
    std::vector<LoggedEvent> found;
    while (found.size() < atMost) {
        const auto handles = next(answer.get(), deadline);
        if (!handles) return handles.error();
        if (handles->empty()) break;
        for (std::size_t i = 0; i < handles->size() && found.size() < atMost; ++i) {
            auto event = render((*handles)[i].get());
            if (!event) return event.error();
            found.push_back(std::move(*event));
        }
    }
    return found;
}

}    // namespace

Result<std::vector<LoggedEvent>> events(const EventQuery& query, const Deadline& deadline)
{
    const auto text = eventQueryText(query);
    if (!text) return text.error();
    const auto wide = toWide(*text);
    if (!wide) return wide.error();
    const auto channel = toWide(query.channel);
    if (!channel) return channel.error();
    auto doing = "read the event log " + sanitise(query.channel);
    if (deadline.over()) return outOfTime(deadline, std::move(doing));
    const auto log = EventLog::load(std::move(doing));
    if (!log) return log.error();
    if (const auto status = log->refuseWhenOff(*channel); !status) return status.error();
    return log->read(*wide, std::min(query.atMost, mostEvents), deadline);
}

}    // namespace rdpmend::windows

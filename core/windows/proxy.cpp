#include "core/windows/proxy.h"

#include <windows.h>

#include <winhttp.h>

#include "core/base/detached_call.h"
#include "core/base/text.h"
#include "core/protocol/proxy_list.h"
#include "core/windows/handle.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t longestUrl = 2048;    // bytes

template <class Function>
Result<Function*> function(const char* name)
{
    return systemFunction<Function>(L"winhttp.dll", name);
}

struct ReleaseGlobal {
    void operator()(void* memory) const { GlobalFree(memory); }
};
// What WinHTTP hands out; nullptr is the empty text.
std::string taken(wchar_t* text)
{
    const std::unique_ptr<wchar_t, ReleaseGlobal> owner(text);
    return text ? shown(text) : std::string();
}

Status addPersonal(ProxySettings& settings)
{
    const auto read =
        function<decltype(WinHttpGetIEProxyConfigForCurrentUser)>("WinHttpGetIEProxyConfigForCurrentUser");
    if (!read) return read.error();
    WINHTTP_CURRENT_USER_IE_PROXY_CONFIG config{};
    if (!(*read)(&config)) {
        const auto error = lastError("read the proxy settings");
        if (error.code == ERROR_FILE_NOT_FOUND) return ok();    // nothing was ever set
        return error;
    }
    settings.detects = config.fAutoDetect != FALSE;
    settings.script = taken(config.lpszAutoConfigUrl);
    settings.proxy = taken(config.lpszProxy);
    settings.bypass = taken(config.lpszProxyBypass);
    return ok();
}

Status addForServices(ProxySettings& settings)
{
    const auto read = function<decltype(WinHttpGetDefaultProxyConfiguration)>("WinHttpGetDefaultProxyConfiguration");
    if (!read) return read.error();
    WINHTTP_PROXY_INFO info{};
    if (!(*read)(&info)) return lastError("read the proxy settings of services");
    auto proxy = taken(info.lpszProxy);
    auto bypass = taken(info.lpszProxyBypass);
    if (info.dwAccessType != WINHTTP_ACCESS_TYPE_NAMED_PROXY) return ok();
    settings.machineProxy = std::move(proxy);
    settings.machineBypass = std::move(bypass);
    return ok();
}

struct Url {
    std::wstring whole;
    std::string scheme;
    std::string host;
};

Result<Url> readUrl(std::string_view url)
{
    const auto notUsable = [url] { return refusal("\"" + sanitise(url) + "\" is no http or https URL."); };
    const auto slashes = url.find("://");
    if (slashes == std::string_view::npos || url.size() > longestUrl) return notUsable();
    Url out{.scheme = toLower(url.substr(0, slashes))};
    auto host = url.substr(slashes + 3);
    host = host.substr(0, host.find_first_of("/?#"));
    const auto colon = host.find(':', host.starts_with('[') ? std::min(host.find(']'), host.size()) : 0);
    out.host = host.substr(0, colon);
    const bool isWeb = out.scheme == "http" || out.scheme == "https";
    if (!isWeb || out.host.empty() || host.find('@') != std::string_view::npos) return notUsable();
    auto whole = toWide(url);
    if (!whole) return whole.error();
    out.whole = *std::move(whole);
    return out;
}

struct CloseSession {
    decltype(WinHttpCloseHandle)* close;
    void operator()(void* session) const { close(session); }
};

// The list that the script gives, or the one found by detection. nullopt: detection was the only way, and found
// nothing.
Result<std::optional<std::string>> askScript(const Url& url, const ProxySettings& settings)
{
    const auto open = function<decltype(WinHttpOpen)>("WinHttpOpen");
    const auto close = function<decltype(WinHttpCloseHandle)>("WinHttpCloseHandle");
    const auto ask = function<decltype(WinHttpGetProxyForUrl)>("WinHttpGetProxyForUrl");
    for (const auto* error :
         {open ? nullptr : &open.error(), close ? nullptr : &close.error(), ask ? nullptr : &ask.error()})
        if (error) return *error;
    const auto doing = "ask the proxy script" + (settings.script.empty() ? "" : " " + sanitise(settings.script));
    const auto script = toWide(settings.script);
    if (!script) return script.error();

    const std::unique_ptr<void, CloseSession> session(
        (*open)(L"rdpmend", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0),
        CloseSession{*close});
    if (!session) return lastError(doing);
    WINHTTP_AUTOPROXY_OPTIONS options{};
    if (settings.detects) {
        options.dwFlags |= WINHTTP_AUTOPROXY_AUTO_DETECT;
        options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
    }
    if (!script->empty()) {
        options.dwFlags |= WINHTTP_AUTOPROXY_CONFIG_URL;
        options.lpszAutoConfigUrl = script->c_str();
    }
    WINHTTP_PROXY_INFO info{};
    if (!(*ask)(session.get(), url.whole.c_str(), &options, &info)) {
        auto error = lastError(doing);
        if (script->empty() && error.code == ERROR_WINHTTP_AUTODETECTION_FAILED) return std::optional<std::string>{};
        return error;
    }
    auto proxy = taken(info.lpszProxy);
    const auto bypass = taken(info.lpszProxyBypass);
    const bool isDirect =
        info.dwAccessType != WINHTTP_ACCESS_TYPE_NAMED_PROXY || protocol::isBypassed(bypass, url.host);
    return std::optional(isDirect ? std::string() : std::move(proxy));
}

Result<std::vector<std::string>> findProxies(const Url& url)
{
    const auto settings = proxySettings();
    if (!settings) return settings.error();
    if (settings->detects || !settings->script.empty()) {
        const auto list = askScript(url, *settings);
        if (!list) return list.error();
        if (*list) return protocol::parseProxyList(**list, url.scheme);
    }
    if (protocol::isBypassed(settings->bypass, url.host)) return std::vector<std::string>{};
    return protocol::parseProxyList(settings->proxy, url.scheme);
}

}    // namespace

Result<ProxySettings> proxySettings()
{
    ProxySettings settings;
    if (auto status = addPersonal(settings); !status) return status.error();
    if (auto status = addForServices(settings); !status) return status.error();
    return settings;
}

Result<std::vector<std::string>> proxiesFor(std::string_view url, const Deadline& deadline)
{
    const auto read = readUrl(url);
    if (!read) return read.error();
    // WinHTTP fetches the script as long as it likes, and cannot be told to stop.
    const DetachedCall<Result<std::vector<std::string>>> call([target = *read] { return findProxies(target); });
    if (auto found = call.wait(deadline)) return *std::move(found);
    return Error{.domain = deadline.cancelled() ? Domain::Cancelled : Domain::TimedOut,
                 .doing = "find the proxy for " + sanitise(url)};
}

}    // namespace rdpmend::windows

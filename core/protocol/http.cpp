#include "core/protocol/http.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::size_t headerLimit = 100;
constexpr std::string_view versionPrefix = "HTTP/1.";

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Head {
    std::string_view startLine{};
    Headers headers{};
    std::size_t length = 0;
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// RFC 9110 5.6.2
bool isTokenCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, isTokenCharacter);
}

// One line off the front, without its CR LF or bare LF. nullopt: it has no end yet.
std::optional<std::string_view> takeLine(std::string_view& rest)
{
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// A line that begins with a blank belongs to the one before it (obsolete folding, RFC 9112 5.2): `keptLast` says
// whether that one was a header and kept. Returns the same of this line.
bool addHeaderLine(std::string_view line, bool keptLast, Headers& headers)
{
    const bool continues = line.front() == ' ' || line.front() == '\t';
    if (continues) {
        if (keptLast) headers.back().second += ' ' + trim(line);
        return keptLast;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || headers.size() == headerLimit) return false;
    auto name = trim(line.substr(0, colon));
    if (!isToken(name)) return false;
    headers.emplace_back(std::move(name), trim(line.substr(colon + 1)));
    return true;
}

// The lines up to the empty one.
HttpParse readHead(std::string_view text, Head& head)
{
    auto rest = text;
    const auto startLine = takeLine(rest);
    bool ended = false;
    bool kept = false;
    while (startLine && !ended) {
        const auto line = takeLine(rest);
        if (!line) break;
        ended = line->empty();
        if (!ended) kept = addHeaderLine(*line, kept, head.headers);
    }
    if (!ended) return text.size() >= httpHeadLimit ? HttpParse::NotHttp : HttpParse::NeedMore;
    head.startLine = *startLine;
    head.length = text.size() - rest.size();
    return head.length > httpHeadLimit ? HttpParse::NotHttp : HttpParse::Good;
}

std::string_view asText(ByteView bytes)
{
    // Bytes are read as characters, which every object may be.
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string base64(ByteView bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t n) { return i + n < bytes.size() ? std::uint32_t{bytes[i + n]} : 0U; };
        const std::uint32_t group = at(0) << 16U | at(1) << 8U | at(2);
        out += digits[group >> 18U];
        out += digits[group >> 12U & 63U];
        out += i + 1 < bytes.size() ? digits[group >> 6U & 63U] : '=';
        out += i + 2 < bytes.size() ? digits[group & 63U] : '=';
    }
    return out;
}

// The random bytes of the connection's GUID serve a second time: the key needs to be unlike others, not secret.
std::string webSocketKey(std::string_view connectionId)
{
    if (connectionId.starts_with('{')) connectionId.remove_prefix(1);
    if (connectionId.ends_with('}')) connectionId.remove_suffix(1);
    auto bytes = fromHex(connectionId).value_or(Bytes{});
    bytes.resize(16);
    return base64(bytes);
}

// IPv6 literals stand in brackets in a Host header and in CONNECT.
std::string authority(std::string_view host)
{
    const bool v6 = !host.starts_with('[') && std::ranges::count(host, ':') > 1;
    return v6 ? fmt::format("[{}]", host) : std::string(host);
}

std::vector<std::string> listItems(const std::vector<std::string_view>& values)
{
    std::vector<std::string> items;
    for (const auto value : values) {
        for (const auto& item : split(value, ',')) items.push_back(toLower(trim(item)));
    }
    return items;
}

}    // namespace

std::vector<std::string_view> HttpResponse::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto& [key, value] : headers) {
        if (equalIgnoringCase(key, name)) values.push_back(value);
    }
    return values;
}

std::string_view HttpResponse::first(std::string_view name) const
{
    const auto values = all(name);
    return values.empty() ? std::string_view{} : values.front();
}

bool HttpResponse::chunked() const
{
    return std::ranges::count(listItems(all("Transfer-Encoding")), "chunked") != 0;
}

std::optional<std::uint64_t> HttpResponse::contentLength() const
{
    if (chunked()) return std::nullopt;
    const auto items = listItems(all("Content-Length"));
    const bool agreed =
        !items.empty() && std::ranges::all_of(items, [&](const auto& item) { return item == items[0]; });
    if (!agreed || !std::ranges::all_of(items[0], isDigit)) return std::nullopt;
    return parseNumber(items[0]);
}

HttpParse parseHttpResponse(ByteView bytes, HttpResponse& out)
{
    const auto text = asText(bytes);
    const auto shared = std::min(text.size(), versionPrefix.size());
    if (text.substr(0, shared) != versionPrefix.substr(0, shared)) return HttpParse::NotHttp;

    Head head;
    if (const auto parsed = readHead(text, head); parsed != HttpParse::Good) return parsed;
    // "HTTP/1.1 401 Unauthorized"; the reason may be missing, and its blank with it.
    const auto line = head.startLine;
    const bool good = line.size() >= 12 && isDigit(line[7]) && line[8] == ' ' && line[9] != '0' &&
                      std::ranges::all_of(line.substr(9, 3), isDigit) && (line.size() == 12 || line[12] == ' ');
    if (!good) return HttpParse::NotHttp;
    out = {.minorVersion = line[7] - '0',
           .status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0'),
           .reason = trim(line.substr(12)),
           .headers = std::move(head.headers),
           .headLength = head.length};
    return HttpParse::Good;
}

Bytes gatewayRequest(GatewayTransport transport, std::string_view host, std::string_view connectionId,
                     std::string_view authorization)
{
    const bool rpc = transport == GatewayTransport::RpcOverHttp;
    const bool webSocket = transport == GatewayTransport::HttpWebSocket;
    std::string request = rpc ? "RPC_OUT_DATA /rpc/rpcproxy.dll?localhost:3388 HTTP/1.1\r\n"
                              : "RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1\r\n";
    const auto header = [&request](std::string_view name, std::string_view value) {
        request += fmt::format("{}: {}\r\n", name, value);
    };
    header("Cache-Control", "no-cache");
    header("Connection", webSocket ? "Upgrade" : "Keep-Alive");
    if (webSocket) {
        header("Upgrade", "websocket");
        header("Sec-WebSocket-Version", "13");
        header("Sec-WebSocket-Key", webSocketKey(connectionId));
    }
    header("Pragma", "no-cache");
    header("Accept", rpc ? "application/rpc" : "*/*");
    header("User-Agent", rpc ? "MSRPC" : "MS-RDGateway/1.0");
    header("Host", authority(host));
    if (!rpc) {
        header("RDG-Connection-Id", connectionId);
        header("RDG-Correlation-Id", connectionId);    // lets an administrator find this try in the gateway's log
    }
    if (!authorization.empty()) header("Authorization", authorization);
    header("Content-Length", "0");
    return toBytes(request + "\r\n");
}

Bytes connectRequest(std::string_view host, std::uint16_t port)
{
    const auto target = fmt::format("{}:{}", authority(host), port);
    return toBytes(fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\nProxy-Connection: Keep-Alive\r\n\r\n", target));
}

HttpParse parseHttpRequest(ByteView bytes, HttpRequest& out)
{
    const auto text = asText(bytes);
    const auto method = text.substr(0, text.find(' '));
    constexpr std::size_t longestMethod = 32;
    if (!text.empty() && (!isToken(method) || method.size() > longestMethod)) return HttpParse::NotHttp;

    Head head;
    if (const auto parsed = readHead(text, head); parsed != HttpParse::Good) return parsed;
    const auto parts = split(head.startLine, ' ');
    const bool good = parts.size() == 3 && !parts[1].empty() && parts[2].size() == versionPrefix.size() + 1 &&
                      parts[2].starts_with(versionPrefix) && isDigit(parts[2].back());
    if (!good) return HttpParse::NotHttp;
    out = {.method = parts[0], .path = parts[1], .headers = std::move(head.headers), .headLength = head.length};
    return HttpParse::Good;
}

}    // namespace rdpmend::protocol

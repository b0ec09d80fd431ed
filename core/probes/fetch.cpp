#include "core/probes/fetch.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/model/target.h"
#include "core/protocol/http.h"

namespace rdpmend::probes {
namespace {

constexpr int redirects = 3;

struct Answer {
    protocol::HttpResponse head{};
    std::optional<Bytes> body{};    // nullopt: too long
};

Result<std::unique_ptr<Stream>> connectTo(Net& net, const Endpoint& endpoint, const Deadline& deadline)
{
    const auto doing = "connect to " + sanitise(toString(endpoint));
    const auto resolution = net.resolve(endpoint.host, deadline);
    Error last = refusal("The name " + sanitise(endpoint.host) + " has no address.");
    for (const auto& address : resolution.addresses) {
        auto connected = net.connect(address, endpoint.port, {}, deadline);
        if (connected.stream) return std::move(connected.stream);
        last = toError(*connected.error, doing);
    }
    return last;
}

// Reads to the end of the connection, or as far as the head says.
Result<Answer> readAnswer(Stream& stream, std::size_t limit, const Deadline& deadline)
{
    constexpr std::size_t piece = 16 * 1024;
    Bytes received;
    Answer answer;
    auto parsed = protocol::HttpParse::NeedMore;
    for (;;) {
        if (parsed == protocol::HttpParse::NeedMore) parsed = protocol::parseHttpResponse(received, answer.head);
        const bool endless = parsed == protocol::HttpParse::NeedMore && received.size() > protocol::httpHeadLimit;
        if (endless || parsed == protocol::HttpParse::NotHttp) return refusal("What answered does not speak HTTP.");
        const bool haveHead = parsed == protocol::HttpParse::Good;
        const auto length = haveHead ? answer.head.contentLength() : std::nullopt;
        const auto bodySize = haveHead ? received.size() - answer.head.headLength : 0;
        if (bodySize > limit || length.value_or(0) > limit) return answer;
        if (length && bodySize >= *length) break;
        if (const auto error = stream.read(received, piece, deadline)) {
            const bool whole = error->failure == NetFailure::Closed && haveHead && !length;
            if (!whole) return toError(*error, "read the answer");
            break;
        }
    }
    // HTTP/1.0 was asked; who chunks all the same does not speak it.
    if (answer.head.chunked()) return refusal("The answer came in pieces that were not asked for.");
    answer.body.emplace(received.begin() + static_cast<std::ptrdiff_t>(answer.head.headLength), received.end());
    return answer;
}

Result<Answer> get(Net& net, const MachineView& machine, const std::string& url, std::size_t limit,
                   const Deadline& deadline)
{
    const auto address = parseHttpAddress(url);
    if (!address) return address.error();
    Endpoint endpoint{.host = address->host, .port = address->port};
    auto path = address->path;
    if (machine.present()) {
        const auto proxies = machine.proxiesFor(url, deadline);
        if (proxies && !proxies->empty()) {
            const auto proxy = parseEndpoint(proxies->front(), 80);
            if (!proxy) return proxy.error();
            endpoint = *proxy;
            path = url;    // a proxy is asked for the whole address
        }
    }
    auto stream = connectTo(net, endpoint, deadline);
    if (!stream) return stream.error();
    const auto request = "GET " + path + " HTTP/1.0\r\nHost: " + address->host +
                         (address->port == 80 ? "" : ':' + std::to_string(address->port)) +
                         "\r\nUser-Agent: rdpmend\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    if (const auto error = (*stream)->write(toBytes(request), deadline))
        return toError(*error, "ask for " + sanitise(url));
    auto answer = readAnswer(**stream, limit, deadline);
    (*stream)->finish();
    return answer;
}

}    // namespace

Result<HttpAddress> parseHttpAddress(std::string_view url)
{
    constexpr std::string_view scheme = "http://";
    const auto bad = [](char c) { return c <= ' ' || c >= '\x7F' || c == '\\' || c == '@'; };
    if (!startsWithIgnoringCase(url, scheme) || std::ranges::any_of(url, bad))
        return refusal("Only plain http addresses are asked.");
    const auto rest = url.substr(scheme.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto endpoint = parseEndpoint(rest.substr(0, slash), 80);
    if (!endpoint) return endpoint.error();
    auto path = std::string(rest.substr(slash));
    path.resize(std::min(path.size(), path.find('#')));
    return HttpAddress{.host = endpoint->host, .port = endpoint->port, .path = path.empty() ? "/" : std::move(path)};
}

Result<std::optional<Bytes>> fetch(Net& net, const MachineView& machine, std::string url, std::size_t limit,
                                   const Deadline& deadline)
{
    for (int i = 0; i <= redirects; ++i) {
        auto answer = get(net, machine, url, limit, deadline);
        if (!answer) return answer.error();
        const auto status = answer->head.status;
        if (status == 200) return std::move(answer->body);
        const auto location = answer->head.first("location");
        if (status < 300 || status > 399 || location.empty())
            return refusal("The answer was HTTP " + std::to_string(status) + '.');
        url = std::string(location);
    }
    return refusal("The address leads on and on.");
}

}    // namespace rdpmend::probes

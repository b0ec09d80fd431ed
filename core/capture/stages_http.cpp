// HTTP in clear text: proxies (CONNECT) and RD Gateways whose TLS ends in front of them. [MS-TSGU] 3.3.5.1, RFC 9110.
#include <algorithm>

#include "core/base/text.h"
#include "core/capture/stages.h"

namespace rdpmend::capture {
namespace {

bool offersWindowsSignIn(const protocol::HttpResponse& response)
{
    return std::ranges::any_of(response.all("www-authenticate"), [](std::string_view scheme) {
        return startsWithIgnoringCase(scheme, "negotiate") || startsWithIgnoringCase(scheme, "ntlm");
    });
}

// "" for what a healthy gateway answers.
std::string_view gatewayFinding(const protocol::HttpResponse& response)
{
    switch (response.status) {
    case 101:
    case 200: return "";
    case 401: return offersWindowsSignIn(response) ? "" : "transport.gateway_auth_unusable";
    case 407: return "network.proxy_asks_sign_in";
    case 502:
    case 503:
    case 504: return "transport.gateway_busy";
    default: return response.status / 100 == 3 ? "transport.gateway_answer_altered" : "transport.gateway_refuses";
    }
}

// Whether an empty line ends at `from` or later.
bool holdsEmptyLine(ByteView bytes, std::size_t from)
{
    for (std::size_t i = std::max<std::size_t>(from, 1); i < bytes.size(); ++i)
        if (bytes[i] == '\n' && (bytes[i - 1] == '\n' || (i >= 2 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n')))
            return true;
    return false;
}

}    // namespace

bool Stages::stepHttp(Side from, Time at)
{
    Half& self = half(from);
    const auto rest = self.rest();
    const bool complete = holdsEmptyLine(rest, self.searched - std::min(self.searched, self.read));
    self.searched = self.unread.size();    // every byte is searched once, however small the pieces
    if (!complete) return false;
    self.searched = self.read;
    std::size_t head = 0;
    std::optional<std::uint64_t> body = 0;
    if (from == Side::Client) {
        protocol::HttpRequest request;
        if (protocol::parseHttpRequest(rest, request) != protocol::HttpParse::Good) {
            self.deaf = true;
            return false;
        }
        head = request.headLength;
        onHttpRequest(request, at);
        // Only a request with a body hides what follows it.
        const auto length = std::ranges::find_if(
            request.headers, [](const auto& one) { return equalIgnoringCase(one.first, "content-length"); });
        if (length != request.headers.end()) body = parseNumber(length->second);
    } else {
        protocol::HttpResponse response;
        if (protocol::parseHttpResponse(rest, response) != protocol::HttpParse::Good) {
            foreign(from, at);
            return false;
        }
        head = response.headLength;
        onHttpResponse(response, at);
        const bool bodiless =
            response.status / 100 == 1 || response.status == 204 || (m_tunnelAsked && response.status / 100 == 2);
        if (!bodiless) body = response.contentLength();
    }
    if (!body || m_webSocketAsked) {
        self.deaf = true;    // up to the end of the connection, or in another framing
        return false;
    }
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(*body, rest.size() - head));
    self.skip = *body - passed;
    self.read += head + passed;
    self.searched = self.read;
    return true;
}

void Stages::onHttpRequest(const protocol::HttpRequest& request, Time at)
{
    reach(Stage::Requested);
    const bool gateway = request.method.starts_with("RDG_") || request.method.starts_with("RPC_") ||
                         startsWithIgnoringCase(request.path, "/remoteDesktopGateway");
    if (request.method == "CONNECT") {
        m_tunnelAsked = true;
        m_kind = Kind::Proxy;
        m_teller.say(at, "connect_request", {with("proxy.target", request.path, Privacy::Personal)});
    } else if (gateway) {
        m_kind = Kind::Gateway;
        m_webSocketAsked = std::ranges::any_of(request.headers, [](const auto& one) {
            return equalIgnoringCase(one.first, "upgrade") && equalIgnoringCase(one.second, "websocket");
        });
        m_teller.say(at, m_webSocketAsked ? "gateway_websocket" : "gateway_request",
                     {with("gateway.method", request.method)});
    }
}

void Stages::onHttpResponse(const protocol::HttpResponse& response, Time at)
{
    const std::string status = std::to_string(response.status) + ' ' + response.reason;
    const auto kind = m_kind.value_or(Kind::Other);
    if (kind == Kind::Proxy) {
        m_teller.say(at, "proxy_answer", {with("proxy.status", status)});
        if (response.status / 100 == 2) return;
        m_goodbye = true;
        add({.id = response.status == 407 ? "network.proxy_asks_sign_in" : "network.proxy_refuses",
             .evidence = {with("proxy.status", status)}});
    } else if (kind == Kind::Gateway) {
        std::string schemes;
        for (const auto one : response.all("www-authenticate"))
            schemes += (schemes.empty() ? "" : ", ") + trim(split(one, ' ').front());
        m_teller.say(at, "gateway_answer", {with("gateway.status", status), with("gateway.schemes", schemes)});
        if (response.status == 101 || response.status == 200) reach(Stage::Encrypted);
        const auto finding = gatewayFinding(response);
        if (!finding.empty())
            add({.id = std::string(finding),
                 .evidence = {with("gateway.status", status), with("gateway.www-authenticate", schemes)}});
    } else if (kind == Kind::Rdp) {
        foreign(Side::Server, at);
    }
}

}    // namespace rdpmend::capture

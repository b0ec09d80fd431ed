// The head of an HTTP/1.x answer (RFC 9112), and the requests an RD Gateway client begins with
// ([MS-TSGU] 2.2.3, 3.3.5.1). Line ends may be bare LF, and lines that are no header are passed over: a broken proxy
// still says much.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend::protocol {

inline constexpr std::size_t httpHeadLimit = 64 * 1024;

struct HttpResponse {
    int minorVersion = 1;    // HTTP/1.<minor>
    int status = 0;
    std::string reason{};
    std::vector<std::pair<std::string, std::string>> headers{};    // at most 100; foreign text
    std::size_t headLength = 0;                                    // bytes up to and including the empty line

    // All values of a header, name compared without case.
    std::vector<std::string_view> all(std::string_view name) const;
    std::string_view first(std::string_view name) const;    // "" when absent
    bool chunked() const;
    // nullopt: absent, no number, contradictory, or overridden by chunked coding (RFC 9112 6.3).
    std::optional<std::uint64_t> contentLength() const;

    bool operator==(const HttpResponse&) const = default;
};

enum class HttpParse : std::uint8_t { NeedMore, Good, NotHttp };
HttpParse parseHttpResponse(ByteView bytes, HttpResponse& out);

enum class GatewayTransport : std::uint8_t { Http, HttpWebSocket, RpcOverHttp };
// The first request of an RD Gateway client, without credentials. `connectionId` is a GUID "{...}".
Bytes gatewayRequest(GatewayTransport transport, std::string_view host, std::string_view connectionId,
                     std::string_view authorization = "");
Bytes connectRequest(std::string_view host, std::uint16_t port);    // CONNECT through an HTTP proxy

struct HttpRequest {
    std::string method{}, path{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::size_t headLength = 0;
};
// The server's side of it, for the practice gateway.
HttpParse parseHttpRequest(ByteView bytes, HttpRequest& out);

}    // namespace rdpmend::protocol

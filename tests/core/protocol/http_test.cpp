#include "core/protocol/http.h"

#include <gmock/gmock.h>

namespace rdpmend::protocol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

HttpResponse good(std::string_view text)
{
    HttpResponse response;
    EXPECT_EQ(parseHttpResponse(toBytes(text), response), HttpParse::Good) << text;
    return response;
}

HttpParse parse(std::string_view text)
{
    HttpResponse response;
    return parseHttpResponse(toBytes(text), response);
}

TEST(Http, HeadOfAGatewayIsRead)
{
    const std::string head =
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nServer: Microsoft-HTTPAPI/2.0\r\n"
        "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nContent-Length: 341\r\n\r\n";
    const auto response = good(head + "<html>\r\n\r\n");
    EXPECT_EQ(response.minorVersion, 1);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.reason, "Unauthorized");
    EXPECT_THAT(response.all("www-authenticate"), ElementsAre("Negotiate", "NTLM"));
    EXPECT_EQ(response.first("SERVER"), "Microsoft-HTTPAPI/2.0");
    EXPECT_EQ(response.first("absent"), "");
    EXPECT_EQ(response.contentLength(), 341U);
    EXPECT_FALSE(response.chunked());
    EXPECT_EQ(response.headLength, head.size());
}

TEST(Http, LineEndsMayBeBare)
{
    const auto response = good("HTTP/1.0 200\nA:1\nB : 2 \n\nbody");
    EXPECT_EQ(response.minorVersion, 0);
    EXPECT_EQ(response.reason, "");
    EXPECT_THAT(response.headers, ElementsAre(Pair("A", "1"), Pair("B", "2")));
    EXPECT_EQ(response.headLength, 25U);
}

TEST(Http, FoldedHeadersAreJoined)
{
    EXPECT_EQ(good("HTTP/1.1 200 OK\r\nA: one\r\n\ttwo\r\n three\r\n\r\n").first("a"), "one two three");
}

TEST(Http, FoldedLinesOfWhatIsNoHeaderArePassedOverToo)
{
    EXPECT_EQ(good("HTTP/1.1 200 OK\r\nA: one\r\nnonsense\r\n two\r\n\r\n").first("a"), "one");
}

TEST(Http, LinesThatAreNoHeaderArePassedOver)
{
    const auto response =
        good("HTTP/1.1 200 OK\r\n folded onto nothing\r\nnonsense\r\n: empty\r\nbad name: x\r\nA: 1\r\n\r\n");
    EXPECT_THAT(response.headers, ElementsAre(Pair("A", "1")));
}

TEST(Http, AtMostOneHundredHeadersAreKept)
{
    std::string text = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 150; ++i) text += "H" + std::to_string(i) + ": x\r\n";
    EXPECT_EQ(good(text + "\r\n").headers.size(), 100U);
}

TEST(Http, BeginningsWantMore)
{
    for (const auto* text : {"", "H", "HTTP/1", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: 1\r\n"})
        EXPECT_EQ(parse(text), HttpParse::NeedMore) << text;
}

TEST(Http, OtherProtocolsAreNotHttp)
{
    for (const auto* text : {"SSH-2.0-OpenSSH", "http/1.1 200 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HX",
                             "HTTP/1.x 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
                             "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1-200 OK\r\n\r\n"})
        EXPECT_EQ(parse(text), HttpParse::NotHttp) << text;
}

TEST(Http, EndlessHeadIsGivenUp)
{
    EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nA: " + std::string(httpHeadLimit, 'x')), HttpParse::NotHttp);
    EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nA: " + std::string(httpHeadLimit, 'x') + "\r\n\r\n"), HttpParse::NotHttp);
    EXPECT_EQ(parse("HTTP/1.1 200 " + std::string(httpHeadLimit / 2, 'x')), HttpParse::NeedMore);
}

TEST(Http, ChunkedIsFoundHoweverItIsWritten)
{
    EXPECT_TRUE(good("HTTP/1.1 200 OK\r\nTRANSFER-ENCODING:  Chunked \r\n\r\n").chunked());
    EXPECT_TRUE(
        good("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\nTransfer-Encoding: gzip ,chunked\r\n\r\n").chunked());
    EXPECT_FALSE(good("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n").chunked());
    EXPECT_FALSE(good("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n").chunked());
}

TEST(Http, ChunkedOverridesALengthThatContradictsIt)
{
    const auto response = good("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_TRUE(response.chunked());
    EXPECT_EQ(response.contentLength(), std::nullopt);
    EXPECT_EQ(response.first("content-length"), "0");
}

TEST(Http, LengthsThatAreNoneAreIgnored)
{
    const auto length = [](std::string_view value) {
        return good("HTTP/1.1 200 OK\r\nContent-Length: " + std::string(value) + "\r\n\r\n").contentLength();
    };
    EXPECT_EQ(length("1073741824"), 1073741824U);
    EXPECT_EQ(length("18446744073709551615"), 18446744073709551615U);
    EXPECT_EQ(length("5, 5"), 5U);
    for (const auto* value : {"", "-1", "0x10", "5, 6", "99999999999999999999999", "5 5", "+5", "5,"})
        EXPECT_EQ(length(value), std::nullopt) << value;
    EXPECT_EQ(good("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n").contentLength(), std::nullopt);
    EXPECT_EQ(good("HTTP/1.1 200 OK\r\n\r\n").contentLength(), std::nullopt);
}

constexpr std::string_view guid = "{00010203-0405-0607-0809-0A0B0C0D0E0F}";

TEST(Http, GatewayRequestIsTheClientsOwn)
{
    EXPECT_EQ(toText(gatewayRequest(GatewayTransport::Http, "gw.example.com", guid)),
              "RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1\r\n"
              "Cache-Control: no-cache\r\n"
              "Connection: Keep-Alive\r\n"
              "Pragma: no-cache\r\n"
              "Accept: */*\r\n"
              "User-Agent: MS-RDGateway/1.0\r\n"
              "Host: gw.example.com\r\n"
              "RDG-Connection-Id: {00010203-0405-0607-0809-0A0B0C0D0E0F}\r\n"
              "RDG-Correlation-Id: {00010203-0405-0607-0809-0A0B0C0D0E0F}\r\n"
              "Content-Length: 0\r\n\r\n");
}

TEST(Http, WebSocketLinesAreAddedForWebSocketOnly)
{
    const auto text = toText(gatewayRequest(GatewayTransport::HttpWebSocket, "gw", guid));
    EXPECT_THAT(text, HasSubstr("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n"));
    EXPECT_THAT(toText(gatewayRequest(GatewayTransport::Http, "gw", guid)), Not(HasSubstr("ebsocket")));
}

TEST(Http, WebSocketKeyIsAlwaysSixteenBytes)
{
    for (const auto* id : {"", "{", "no guid", "{00010203}"})
        EXPECT_THAT(toText(gatewayRequest(GatewayTransport::HttpWebSocket, "gw", id)), HasSubstr("AAAA==\r\n")) << id;
}

TEST(Http, RpcRequestAsksTheRpcProxy)
{
    const auto text = toText(gatewayRequest(GatewayTransport::RpcOverHttp, "gw", guid));
    EXPECT_THAT(text, StartsWith("RPC_OUT_DATA /rpc/rpcproxy.dll?localhost:3388 HTTP/1.1\r\n"));
    EXPECT_THAT(text, HasSubstr("Accept: application/rpc\r\nUser-Agent: MSRPC\r\nHost: gw\r\n"));
    EXPECT_THAT(text, HasSubstr("Content-Length: 0\r\n\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("RDG-")));
}

TEST(Http, AuthorizationIsSentWhenGiven)
{
    EXPECT_THAT(toText(gatewayRequest(GatewayTransport::Http, "gw", guid, "NTLM TlRM")),
                HasSubstr("\r\nAuthorization: NTLM TlRM\r\n"));
}

TEST(Http, AddressesStandInBrackets)
{
    EXPECT_THAT(toText(gatewayRequest(GatewayTransport::Http, "2001:db8::1", guid)),
                HasSubstr("Host: [2001:db8::1]\r\n"));
    EXPECT_THAT(toText(gatewayRequest(GatewayTransport::Http, "gw:8443", guid)), HasSubstr("Host: gw:8443\r\n"));
    EXPECT_THAT(toText(connectRequest("2001:db8::1", 443)), StartsWith("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n"));
    EXPECT_THAT(toText(connectRequest("[2001:db8::1]", 443)), StartsWith("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n"));
}

TEST(Http, ConnectNamesTheTargetTwice)
{
    EXPECT_EQ(
        toText(connectRequest("gw.example.com", 443)),
        "CONNECT gw.example.com:443 HTTP/1.1\r\nHost: gw.example.com:443\r\nProxy-Connection: Keep-Alive\r\n\r\n");
}

TEST(Http, RequestsAreReadAsTheyWereWritten)
{
    const auto bytes = gatewayRequest(GatewayTransport::Http, "gw", guid);
    HttpRequest request;
    ASSERT_EQ(parseHttpRequest(bytes, request), HttpParse::Good);
    EXPECT_EQ(request.method, "RDG_OUT_DATA");
    EXPECT_EQ(request.path, "/remoteDesktopGateway/");
    EXPECT_EQ(request.headLength, bytes.size());
    EXPECT_THAT(request.headers, testing::Contains(Pair("Host", "gw")));
    EXPECT_EQ(parseHttpRequest(ByteView(bytes).first(bytes.size() - 1), request), HttpParse::NeedMore);
}

TEST(Http, RequestsThatAreNoneAreRefused)
{
    HttpRequest request;
    for (const auto* text :
         {"GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "G\x01T",
          " GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/1.\r\n\r\n", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH"})
        EXPECT_EQ(parseHttpRequest(toBytes(text), request), HttpParse::NotHttp) << text;
    EXPECT_EQ(parseHttpRequest({}, request), HttpParse::NeedMore);
    EXPECT_EQ(parseHttpRequest(toBytes("RDG_OUT"), request), HttpParse::NeedMore);
}

}    // namespace
}    // namespace rdpmend::protocol

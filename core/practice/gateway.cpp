#include "core/practice/gateway.h"

#include "core/practice/ending.h"
#include "core/practice/tls_listener.h"
#include "core/protocol/http.h"

namespace rdpmend {
namespace {

using namespace protocol;

// As HTTP.sys answers on a gateway before anybody signed in.
constexpr std::string_view unauthorised =
    "HTTP/1.1 401 Unauthorized\r\n"
    "Content-Type: text/html; charset=us-ascii\r\n"
    "Server: Microsoft-HTTPAPI/2.0\r\n"
    "WWW-Authenticate: Negotiate\r\n"
    "WWW-Authenticate: NTLM\r\n"
    "Content-Length: 51\r\n"
    "\r\n"
    "<HTML><BODY><h2>Not Authorized</h2></BODY></HTML>\r\n";

constexpr std::string_view notFound =
    "HTTP/1.1 404 Not Found\r\n"
    "Server: Microsoft-HTTPAPI/2.0\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

class Gateway final : public PracticeGateway {
public:
    Gateway(GatewaySettings settings, const MachineView& machine) : m_settings(std::move(settings)), m_machine(machine)
    {}

    Status open(const Identity& authority)
    {
        return m_listener.open(authority, m_settings.certificate, m_settings.dnsName,
                               [this](Connection& connection) { serve(connection); });
    }

    std::uint16_t port() const override { return m_listener.port(); }

private:
    void serve(Connection& connection) const;
    // False: the connection is at its end.
    bool answer(Connection& connection, const HttpRequest& request) const;
    const Break* broken(Moment moment) const { return findBreak(m_settings.breaks, moment, m_machine); }

    GatewaySettings m_settings;
    const MachineView& m_machine;
    TlsListener m_listener{};    // last: its threads use the rest
};

void Gateway::serve(Connection& connection) const
{
    if (const Break* b = broken(Moment::Accept)) return carryOut(*b, connection);
    if (const Break* b = broken(Moment::ClientHello)) {
        Bytes hello;
        (void)connection.read(hello, httpHeadLimit);
        return carryOut(*b, connection);
    }
    if (!connection.startTls(m_listener.tls())) return;
    Bytes received;
    for (;;) {
        HttpRequest request;
        const HttpParse parsed = parseHttpRequest(received, request);
        if (parsed == HttpParse::NotHttp || received.size() > httpHeadLimit) return connection.close();
        if (parsed == HttpParse::NeedMore) {
            if (!connection.read(received, 4096)) return;
            continue;
        }
        received.erase(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(request.headLength));
        if (!answer(connection, request)) return;
    }
}

bool Gateway::answer(Connection& connection, const HttpRequest& request) const
{
    if (const Break* b = broken(Moment::Tls)) return carryOut(*b, connection), false;
    const bool rpc = request.method == "RPC_OUT_DATA" || request.method == "RPC_IN_DATA";
    const bool rdg = request.method == "RDG_OUT_DATA" || request.method == "RDG_IN_DATA";
    if (!rpc && !rdg) return connection.write(toBytes(notFound));
    if (const Break* b = broken(rpc ? Moment::RpcOutData : Moment::RdgOutData)) return carryOut(*b, connection), false;
    return connection.write(toBytes(unauthorised));
}

}    // namespace

Result<std::unique_ptr<PracticeGateway>> PracticeGateway::start(GatewaySettings settings, const Identity& authority,
                                                                const MachineView& machine)
{
    auto gateway = std::make_unique<Gateway>(std::move(settings), machine);
    if (auto opened = gateway->open(authority); !opened) return opened.error();
    return std::unique_ptr<PracticeGateway>(std::move(gateway));
}

}    // namespace rdpmend

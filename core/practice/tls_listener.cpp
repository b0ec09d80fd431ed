#include "core/practice/tls_listener.h"

#include <utility>

namespace rdpmend {

Status TlsListener::open(const Identity& authority, CertificateKind kind, const std::string& dnsName,
                         Server::Serve serve)
{
    const auto identity = makeIdentity(authority, kind, dnsName);
    if (!identity) return identity.error();
    auto tls = TlsServer::make(*identity);
    if (!tls) return tls.error();
    m_tls = *std::move(tls);
    auto server = Server::start(std::move(serve));
    if (!server) return server.error();
    m_server = *std::move(server);
    return ok();
}

}    // namespace rdpmend

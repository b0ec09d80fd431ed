// What the practice host and the practice gateway listen with: a server on loopback, and a certificate for its TLS.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/practice/identity.h"
#include "core/practice/server.h"

namespace rdpmend {

// Its threads end with it: as a member it stands last, behind all that `serve` uses.
class TlsListener {
public:
    Status open(const Identity& authority, CertificateKind kind, const std::string& dnsName, Server::Serve serve);

    const TlsServer& tls() const { return m_tls; }
    std::uint16_t port() const { return m_server->port(); }    // once it is open

private:
    TlsServer m_tls{};
    std::unique_ptr<Server> m_server{};    // last: its threads use the rest
};

}    // namespace rdpmend

#include "tests/core/net/tls_server.h"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace rdpmend::test {
namespace {

void require(bool good)
{
    if (!good) throw std::runtime_error("the test's TLS server cannot be set up");
}

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

std::unique_ptr<BIO, Free> bioOf(const std::string& pem)
{
    return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::unique_ptr<X509, Free> certificateOf(const Issued& issued)
{
    return std::unique_ptr<X509, Free>(
        PEM_read_bio_X509(bioOf(issued.certificatePem).get(), nullptr, nullptr, nullptr));
}

int chooseAlpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered, unsigned offeredSize,
               void* argument)
{
    const auto& wanted = *static_cast<const std::string*>(argument);
    const std::string list(offered, offered + offeredSize);
    const auto at = list.find(static_cast<char>(wanted.size()) + wanted);
    if (at == std::string::npos) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = offered + at + 1;
    *size = static_cast<unsigned char>(wanted.size());
    return SSL_TLSEXT_ERR_OK;
}

}    // namespace

struct TlsServer::Context {
    std::unique_ptr<SSL_CTX, Free> context{SSL_CTX_new(TLS_server_method())};
};

TlsServer::TlsServer(TlsServerOptions options) : m_options(std::move(options)), m_context(std::make_unique<Context>())
{
    auto& chain = m_options.chain;
    if (chain.empty()) chain.push_back(TestPki().issue({.commonName = "pc-17", .keyAlgorithm = "EC"}));
    auto* c = m_context->context.get();
    SSL_CTX_set_security_level(c, 0);
    require(SSL_CTX_use_certificate(c, certificateOf(chain[0]).get()) == 1);
    const std::unique_ptr<EVP_PKEY, Free> key(
        PEM_read_bio_PrivateKey(bioOf(chain[0].keyPem).get(), nullptr, nullptr, nullptr));
    require(SSL_CTX_use_PrivateKey(c, key.get()) == 1);
    for (std::size_t i = 1; i < chain.size(); ++i)
        require(SSL_CTX_add0_chain_cert(c, certificateOf(chain[i]).release()) == 1);
    require(SSL_CTX_set_min_proto_version(c, m_options.minVersion) == 1);
    require(SSL_CTX_set_max_proto_version(c, m_options.maxVersion) == 1);
    if (!m_options.suites12.empty()) require(SSL_CTX_set_cipher_list(c, m_options.suites12.c_str()) == 1);
    if (!m_options.alpn.empty()) SSL_CTX_set_alpn_select_cb(c, chooseAlpn, &m_options.alpn);
    if (m_options.requestClientCertificate)
        SSL_CTX_set_verify(c, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

TlsServer::~TlsServer() = default;

struct TlsServer::Session::State {
    std::unique_ptr<SSL, Free> ssl;
    BIO* incoming = BIO_new(BIO_s_mem());
    BIO* outgoing = BIO_new(BIO_s_mem());

    explicit State(SSL_CTX* context) : ssl(SSL_new(context))
    {
        SSL_set_bio(ssl.get(), incoming, outgoing);
        SSL_set_accept_state(ssl.get());
    }
};

TlsServer::Session::Session(const TlsServer& server) : m_state(std::make_unique<State>(server.m_context->context.get()))
{}
TlsServer::Session::~Session() = default;

Bytes TlsServer::Session::takeOutput()
{
    Bytes out(BIO_ctrl_pending(m_state->outgoing));
    if (!out.empty()) BIO_read(m_state->outgoing, out.data(), static_cast<int>(out.size()));
    ERR_clear_error();
    return out;
}

Bytes TlsServer::Session::answer(ByteView fromClient)
{
    BIO_write(m_state->incoming, fromClient.data(), static_cast<int>(fromClient.size()));
    SSL_do_handshake(m_state->ssl.get());
    return takeOutput();
}

bool TlsServer::Session::established() const
{
    return SSL_is_init_finished(m_state->ssl.get()) == 1;
}

Bytes TlsServer::Session::open(ByteView fromClient)
{
    BIO_write(m_state->incoming, fromClient.data(), static_cast<int>(fromClient.size()));
    Bytes plain;
    Bytes block(16 * 1024);
    for (std::size_t count = 0; SSL_read_ex(m_state->ssl.get(), block.data(), block.size(), &count) == 1;)
        plain.insert(plain.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    ERR_clear_error();
    return plain;
}

Bytes TlsServer::Session::seal(ByteView plain)
{
    if (plain.empty()) return takeOutput();
    SSL_write(m_state->ssl.get(), plain.data(), static_cast<int>(plain.size()));
    return takeOutput();
}

Bytes TlsServer::Session::closeNotify()
{
    SSL_shutdown(m_state->ssl.get());
    return takeOutput();
}

std::string TlsServer::Session::clientHelloName() const
{
    const char* name = SSL_get_servername(m_state->ssl.get(), TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

void TlsServer::accept(tcp::socket& socket, Session& session) const
{
    while (!session.established()) {
        const auto bytes = receive(socket);
        if (bytes.empty()) return;
        send(socket, session.answer(bytes));
    }
}

void TlsServer::echo(tcp::socket& socket) const
{
    Session session(*this);
    accept(socket, session);
    // The client's first words may have come together with the end of its handshake.
    send(socket, session.seal(session.open({})));
    for (auto bytes = receive(socket); !bytes.empty(); bytes = receive(socket))
        send(socket, session.seal(session.open(bytes)));
}

}    // namespace rdpmend::test

#include "core/net/tls.h"

#include <algorithm>
#include <array>
#include <limits>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "core/net/tls_record.h"

namespace rdpmend {
namespace {

constexpr std::size_t recordSize = 16 * 1024;    // bytes of content in one TLS record, at most
constexpr std::size_t firstBytes = 8;

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const
    {
        release(object);
    }
};
using SslContext = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Release<SSL_free>>;

// OpenSSL's ALL without suites that show no certificate or need a secret shared before.
constexpr const char* everySuite = "ALL:!aNULL:!eNULL:!PSK:!SRP";

NetError refused(std::string words)
{
    return {.failure = NetFailure::Refusal, .words = std::move(words)};
}

SslContext makeContext(const TlsOffer& offer)
{
    SslContext context(SSL_CTX_new(TLS_client_method()));
    auto* c = context.get();
    if (!c) return nullptr;
    SSL_CTX_set_security_level(c, 0);    // TLS 1.0, SHA-1 and 1,024-bit keys are to be seen, not refused unseen
    SSL_CTX_set_verify(c, SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_options(c, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(c, static_cast<long>(tls::handshakeLimit));
    const auto* suites12 = offer.suites12.empty() ? everySuite : offer.suites12.c_str();
    const bool good = offer.minVersion <= offer.maxVersion && SSL_CTX_set_min_proto_version(c, offer.minVersion) == 1 &&
                      SSL_CTX_set_max_proto_version(c, offer.maxVersion) == 1 &&
                      SSL_CTX_set_cipher_list(c, suites12) == 1 &&
                      (offer.suites13.empty() || SSL_CTX_set_ciphersuites(c, offer.suites13.c_str()) == 1);
    return good ? std::move(context) : nullptr;
}

bool addExtensions(SSL* ssl, const TlsOffer& offer)
{
    // SSL_set_tlsext_host_name is a macro with a cast of the old kind.
    auto* sni = const_cast<char*>(offer.sni.c_str());
    if (!offer.sni.empty() && SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sni) != 1)
        return false;
    if (offer.alpn.empty()) return true;
    if (offer.alpn.size() > std::numeric_limits<std::uint8_t>::max()) return false;
    Bytes list{static_cast<std::uint8_t>(offer.alpn.size())};
    list.insert(list.end(), offer.alpn.begin(), offer.alpn.end());
    return SSL_set_alpn_protos(ssl, list.data(), static_cast<unsigned>(list.size())) == 0;
}

std::string suiteName(SSL* ssl, std::uint16_t suite)
{
    const std::array<unsigned char, 2> id{static_cast<unsigned char>(suite >> 8U),
                                          static_cast<unsigned char>(suite & 0xFFU)};
    if (const auto* cipher = SSL_CIPHER_find(ssl, id.data())) return SSL_CIPHER_standard_name(cipher);
    return "0x" + toHex(id);
}

std::string groupName(SSL* ssl)
{
    const auto nid = SSL_get_negotiated_group(ssl);
    if (nid == NID_undef) return {};
    if (nid == NID_X9_62_prime256v1) return "secp256r1";
    const char* name = SSL_group_to_name(ssl, static_cast<int>(nid));
    if (nid == NID_X25519 || !name) name = OBJ_nid2sn(static_cast<int>(nid));
    return name ? name : "";
}

// Keeps what the handshake's messages say. A message comes here whole, counted before by OpenSSL and handshakeLimit.
struct Witness {
    TlsReport report{};
    bool tls13 = false;
    bool tooMuch = false;                       // certificates beyond our limits
    std::optional<std::uint8_t> lastAlert{};    // received, of any level

    void reached(TlsStage stage) { report.reached = std::max(report.reached, stage); }

    void keep(std::vector<Bytes> chain)
    {
        const auto isTooLarge = [](const Bytes& der) { return der.size() > tls::certificateSizeLimit; };
        tooMuch = chain.size() > tls::certificateLimit || std::any_of(chain.begin(), chain.end(), isTooLarge);
        if (!tooMuch) report.chain = std::move(chain);
    }

    void handshakeMessage(SSL* ssl, std::uint8_t type, ByteView body)
    {
        switch (type) {
        case SSL3_MT_SERVER_HELLO:
            reached(TlsStage::ServerHello);
            if (const auto hello = tls::readServerHello(body)) {
                tls13 = hello->version == TLS1_3_VERSION;
                report.version = tls::versionName(hello->version);
                report.suite = suiteName(ssl, hello->suite);
            }
            break;
        case SSL3_MT_CERTIFICATE:
            reached(TlsStage::Certificate);
            keep(tls::readCertificates(body, tls13).value_or(std::vector<Bytes>{}));
            break;
        case SSL3_MT_SERVER_DONE:
        case SSL3_MT_FINISHED: reached(TlsStage::ServerDone); break;
        }
    }
};

// OpenSSL's view of every message that goes out (`sent`) or came in.
void onMessage(int sent, int, int contentType, const void* data, std::size_t size, SSL* ssl, void* argument) noexcept
{
    auto& witness = *static_cast<Witness*>(argument);
    const ByteView message(static_cast<const std::uint8_t*>(data), size);
    if (contentType == SSL3_RT_ALERT && size == 2) {
        if (!sent) witness.lastAlert = message[1];
        if (sent && message[0] == SSL3_AL_FATAL) witness.report.alertSent = message[1];
    } else if (contentType == SSL3_RT_HANDSHAKE && !sent && size >= SSL3_HM_HEADER_LENGTH) {
        witness.handshakeMessage(ssl, message[0], message.subspan(SSL3_HM_HEADER_LENGTH));
    }
}

// What OpenSSL's error queue says about the call that just failed. Empties the queue.
NetError takeError(std::optional<std::uint8_t> alertReceived)
{
    const auto code = ERR_peek_error();
    const int reason = ERR_GET_REASON(code);
    const char* words = ERR_reason_error_string(code);
    NetError error{
        .failure = NetFailure::TlsBroken, .system = static_cast<std::int64_t>(code), .words = words ? words : ""};
    if (alertReceived && reason == SSL_AD_REASON_OFFSET + *alertReceived)
        error = {.failure = NetFailure::TlsAlert,
                 .system = *alertReceived,
                 .words = SSL_alert_desc_string_long(*alertReceived)};
    ERR_clear_error();
    return error;
}

}    // namespace

void startOpenSslWithoutConfiguration()
{
    static const bool started = OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
    static_cast<void>(started);
}

struct TlsClient::State {
    TcpSocket& socket;
    SslContext context{};
    Ssl ssl{};
    BIO* incoming = nullptr;    // owned by ssl
    BIO* outgoing = nullptr;    // owned by ssl
    Witness witness{};
    Bytes buffer{};
    Bytes answer{};                          // the first bytes that came back
    std::size_t received = 0;                // bytes since the ClientHello
    std::optional<NetError> unsendable{};    // part of a record is lost: nothing more can be sent
    std::optional<NetError> broken{};        // no more TLS on this connection

    explicit State(TcpSocket& s) : socket(s) {}

    std::optional<NetError> start(const TlsOffer& offer)
    {
        context = makeContext(offer);
        if (context) ssl.reset(SSL_new(context.get()));
        if (!ssl || !addExtensions(ssl.get(), offer)) {
            ERR_clear_error();
            return refused("This TLS version, cipher suite or server name cannot be offered.");
        }
        incoming = BIO_new(BIO_s_mem());
        outgoing = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl.get(), incoming, outgoing);
        SSL_set_msg_callback(ssl.get(), onMessage);
        SSL_set_msg_callback_arg(ssl.get(), &witness);
        SSL_set_connect_state(ssl.get());
        return std::nullopt;
    }

    // Sends what OpenSSL left in its outgoing buffer.
    std::optional<NetError> flush(const Deadline& deadline)
    {
        char* data = nullptr;
        const auto size = BIO_get_mem_data(outgoing, &data);
        if (size <= 0) return std::nullopt;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
        unsendable = socket.write({bytes, static_cast<std::size_t>(size)}, deadline);
        BIO_reset(outgoing);
        return unsendable;
    }

    // Hands at least one byte from the socket to OpenSSL.
    std::optional<NetError> fill(const Deadline& deadline)
    {
        buffer.clear();
        if (const auto error = socket.read(buffer, recordSize, deadline)) return error;
        const auto room = firstBytes - std::min(firstBytes, answer.size());
        answer.insert(answer.end(), buffer.begin(), buffer.begin() + std::min(room, buffer.size()));
        received += buffer.size();
        if (!tls::mayBeTls(answer))
            return NetError{.failure = NetFailure::TlsBroken,
                            .words = "the answer is not TLS, it begins with " + toHex(answer, " ")};
        BIO_write(incoming, buffer.data(), static_cast<int>(buffer.size()));
        return std::nullopt;
    }

    std::optional<NetError> shakeHands(const Deadline& deadline)
    {
        for (;;) {
            ERR_clear_error();
            const int done = SSL_do_handshake(ssl.get());
            const int what = SSL_get_error(ssl.get(), done);
            if (witness.tooMuch) return refused("The server sent too many or too large certificates.");
            const bool failed = what != SSL_ERROR_NONE && what != SSL_ERROR_WANT_READ;
            if (failed) {
                const auto error = what == SSL_ERROR_ZERO_RETURN ? NetError{.failure = NetFailure::Closed}
                                                                 : takeError(witness.lastAlert);
                (void)flush(deadline);    // our alert: a courtesy
                return error;
            }
            const auto unsent = flush(deadline);
            if (done == 1) return unsent;
            // A server that gave up while we were still sending may have said why before: read that first.
            if (const auto error = fill(deadline)) return unsent ? unsent : error;
            if (received > tls::handshakeLimit) return refused("The server sent more than a TLS handshake can need.");
        }
    }
};

TlsClient::TlsClient(TcpSocket& socket) : m_state(std::make_unique<State>(socket)) {}
TlsClient::~TlsClient() = default;

TlsReport TlsClient::handshake(const TlsOffer& offer, const Deadline& deadline)
{
    const Stopwatch watch;
    auto& s = *m_state;
    s.broken = s.start(offer);
    if (!s.broken) s.broken = s.shakeHands(deadline);
    auto report = std::move(s.witness.report);
    report.serverSpoke = s.received > 0;
    report.took = watch.elapsed();
    if (s.broken) {
        s.broken->after = report.took;
        report.error = s.broken;
        report.alertReceived = s.witness.lastAlert;
    } else {
        report.reached = TlsStage::Finished;
        report.group = groupName(s.ssl.get());
    }
    return report;
}

std::optional<NetError> TlsClient::write(ByteView bytes, const Deadline& deadline)
{
    auto& s = *m_state;
    const Stopwatch watch;
    auto error = s.broken ? s.broken : s.unsendable;
    while (!error && !bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), recordSize));
        ERR_clear_error();
        if (SSL_write(s.ssl.get(), part.data(), static_cast<int>(part.size())) <= 0) error = takeError(std::nullopt);
        if (!error) error = s.flush(deadline);
        bytes = bytes.subspan(part.size());
    }
    if (error) error->after = watch.elapsed();
    return error;
}

std::optional<NetError> TlsClient::read(Bytes& out, std::size_t atMost, const Deadline& deadline)
{
    auto& s = *m_state;
    if (s.broken) return s.broken;
    const Stopwatch watch;
    const auto before = out.size();
    const auto size = std::min(atMost, recordSize);
    out.resize(before + size);
    std::size_t count = 0;
    std::optional<NetError> error;
    while (!error && count == 0 && size > 0) {
        ERR_clear_error();
        const int done = SSL_read_ex(s.ssl.get(), out.data() + before, size, &count);
        const int what = SSL_get_error(s.ssl.get(), done);
        if (what == SSL_ERROR_ZERO_RETURN) {
            error = NetError{.failure = NetFailure::Closed};
        } else if (what == SSL_ERROR_WANT_READ) {
            (void)s.flush(deadline);    // a key update may ask for an answer
            error = s.fill(deadline);
        } else if (what != SSL_ERROR_NONE) {
            error = takeError(s.witness.lastAlert);
            (void)s.flush(deadline);
            s.broken = error;
        }
    }
    out.resize(before + count);
    if (error) error->after = watch.elapsed();
    return error;
}

void TlsClient::sendCloseNotify(const Deadline& deadline)
{
    if (m_state->broken || m_state->unsendable) return;
    ERR_clear_error();
    (void)SSL_shutdown(m_state->ssl.get());
    (void)m_state->flush(deadline);
    ERR_clear_error();
}

}    // namespace rdpmend

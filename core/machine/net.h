// The network, behind one seam. Every call that waits takes a Deadline; failures are told apart portably.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/deadline.h"
#include "core/base/result.h"

namespace rdpmend {

enum class NetFailure : std::uint8_t {
    Other,
    Refused,               // RST answered the SYN, or ICMP port unreachable answered the datagram
    Silent,                // nothing came back before the deadline
    NetworkUnreachable,    // no route: own host or a router (ICMP 3/0, 3/6, 3/9)
    HostUnreachable,       // ICMP 3/1, 3/10, 3/13, or no neighbour answered
    Forbidden,             // this PC itself does not let it out: WSAEACCES, EPERM
    Reset,                 // RST on an open connection
    Closed,                // FIN on an open connection
    Cancelled,
    TlsAlert,     // the far end sent a fatal alert
    TlsBroken,    // its bytes are not TLS, or not acceptable TLS
    Refusal,      // our own limits: too large, too many
};

// An error of the net seam. `system` is errno / WSAGetLastError / ERR_get_error, the AlertDescription with TlsAlert, 0
// when there is none.
struct NetError {
    NetFailure failure = NetFailure::Other;
    std::int64_t system = 0;
    std::string words{};                  // the system's text; untrusted
    std::chrono::microseconds after{};    // from the start of the call

    bool operator==(const NetError&) const = default;
};
Error toError(const NetError& error, std::string doing);
std::string_view name(NetFailure failure);

enum class Family : std::uint8_t { V4, V6 };

struct Address {
    std::string text{};    // literal, without brackets
    Family family = Family::V4;

    bool operator==(const Address&) const = default;
};

// What name resolution said about one family.
enum class NameAnswer : std::uint8_t {
    Found,
    NoSuchName,    // NXDOMAIN
    NoAddress,     // the name exists, without an address of this family
    NoAnswer,      // no resolver answered in time
    Refused,       // a resolver answered REFUSED, or ICMP refused the query
    Failed,        // SERVFAIL and other failures
    NotAsked,      // literal address, or the family is of no use here
};

struct Resolution {
    std::vector<Address> addresses{};    // in the order the system would try them
    NameAnswer v4 = NameAnswer::NotAsked;
    NameAnswer v6 = NameAnswer::NotAsked;
    bool fromHostsFile = false;
    bool literal = false;    // the name was an address already
    std::string detail{};    // e.g. which resolvers were asked, with what answer
    std::chrono::microseconds took{};
};

// What to offer in the ClientHello. Versions are the wire's: 0x0301 TLS 1.0 ... 0x0304 TLS 1.3.
struct TlsOffer {
    std::uint16_t minVersion = 0x0303;
    std::uint16_t maxVersion = 0x0304;
    std::string suites12{};    // OpenSSL cipher string for TLS <= 1.2; empty: all that show a certificate
    std::string suites13{};    // OpenSSL ciphersuites for TLS 1.3; empty: default
    std::string sni{};         // empty: none is sent (addresses)
    std::string alpn{};        // "http/1.1" or empty

    bool operator==(const TlsOffer&) const = default;
};

// How far a handshake came, seen from this side.
enum class TlsStage : std::uint8_t { ClientHelloSent, ServerHello, Certificate, ServerDone, Finished };

// The record of one handshake, whether it succeeded or not. No certificate check is made here: see core/x509.
struct TlsReport {
    std::optional<NetError> error{};
    TlsStage reached = TlsStage::ClientHelloSent;
    bool serverSpoke = false;                       // any byte came back after the ClientHello
    std::optional<std::uint8_t> alertReceived{};    // AlertDescription
    std::optional<std::uint8_t> alertSent{};        // what our side found unacceptable
    std::string version{};                          // "TLSv1.3"
    std::string suite{};                            // IANA name
    std::string group{};                            // "X25519"
    std::vector<Bytes> chain{};                     // DER, leaf first; at most 30 certificates of at most 64 KiB
    std::chrono::microseconds took{};

    bool complete() const { return !error && reached == TlsStage::Finished; }
};

// TCP_INFO where the system has it.
struct TcpFacts {
    std::chrono::microseconds roundTrip{};
    std::chrono::microseconds roundTripVariation{};    // 0 where the system does not tell
    std::uint32_t retransmitted = 0;                   // segments, both ways as far as known
    std::uint32_t unacknowledged = 0;                  // segments we sent that nobody acknowledged yet
    std::uint32_t mss = 0;                             // bytes
};

class Stream {
public:
    virtual ~Stream() = default;    // closes; a RST is sent only if the peer left unread bytes

    virtual std::optional<NetError> write(ByteView bytes, const Deadline& deadline) = 0;
    // At least one and at most `atMost` bytes into `out` (appended). NetFailure::Closed at FIN / close_notify.
    virtual std::optional<NetError> read(Bytes& out, std::size_t atMost, const Deadline& deadline) = 0;
    // From here on write and read are inside TLS.
    virtual TlsReport startTls(const TlsOffer& offer, const Deadline& deadline) = 0;
    // Sends FIN (and close_notify in TLS) and reads what is left for at most 200 ms, so that no RST is provoked.
    virtual void finish() = 0;
    virtual std::optional<TcpFacts> facts() const = 0;
};

struct ConnectOptions {
    // SO_RCVBUF before connect; 0 leaves it alone. A tiny window keeps the peer's segments small: the proof of a
    // path-MTU black hole without raw sockets.
    std::uint32_t receiveBuffer = 0;
};

struct Connected {
    std::unique_ptr<Stream> stream{};    // null exactly when `error` is set
    std::optional<NetError> error{};
    std::chrono::microseconds took{};
};

struct Datagram {
    std::optional<NetError> error{};
    Bytes reply{};    // first reply, at most 2,048 bytes
    std::chrono::microseconds took{};
    int sent = 0;    // how often the datagram was sent
};

class Net {
public:
    virtual ~Net() = default;

    // Both families at once, hosts file first, as the system does it.
    virtual Resolution resolve(std::string_view host, const Deadline& deadline) = 0;
    virtual Connected connect(const Address& address, std::uint16_t port, const ConnectOptions& options,
                              const Deadline& deadline) = 0;
    // Sends `payload` up to `tries` times, `every` apart, and waits for one reply from that address and port.
    virtual Datagram exchange(const Address& address, std::uint16_t port, ByteView payload, int tries,
                              std::chrono::milliseconds every, const Deadline& deadline) = 0;
};

}    // namespace rdpmend

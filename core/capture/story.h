// What a recording tells: each connection as a story of short sentences with their times, what was observed about its
// end, and the findings that the diagnosis weighs. Words are in resources/text: "capture.<id>".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/capture/decode.h"
#include "core/model/outcome.h"

namespace rdpmend::capture {

enum class Side : std::uint8_t { Client, Server };

constexpr Side other(Side side)
{
    return side == Side::Client ? Side::Server : Side::Client;
}
std::string_view name(Side side);    // "client", "server"

// What a connection is, by what was said in it, or else by its port. In the order in which people want to know of it.
enum class Kind : std::uint8_t {
    Rdp,
    Gateway,     // RD Gateway in clear text
    Proxy,       // CONNECT through a web proxy
    Https,       // TLS on 443: perhaps a gateway
    RdpUdp,      // RDP over UDP, or a gateway's DTLS
    Unopened,    // it never opened, so nobody can tell
    Other,       // not told
};
std::string_view name(Kind kind);    // "rdp", "gateway", "proxy", "https", "rdp_udp", "unopened", "other"

// How far the Remote Desktop handshake came.
enum class Stage : std::uint8_t {
    Opening,          // TCP's own handshake
    Open,             // nothing of the client's came yet
    Requested,        // X.224 request, or the first HTTP request
    Confirmed,        // X.224 confirm
    Refused,          // X.224 confirm with a failure code
    HelloSent,        // TLS ClientHello
    HelloAnswered,    // TLS ServerHello
    Encrypted,        // both sides send encrypted data: sign-in and what follows
    Session,          // so much was exchanged that the sign-in is behind it
};
std::string_view name(Stage stage);    // "opening", "open", ...

struct Line {
    Time at{};
    std::string id{};    // of the text, without "capture."
    std::vector<Evidence> with{};

    bool operator==(const Line&) const = default;
};

// One thing that speaks for a device on the way having sent a reset (points > 0), or for the computer itself (< 0).
struct Observation {
    std::string id{};
    int points = 0;
    std::vector<Evidence> with{};

    bool operator==(const Observation&) const = default;
};

struct Story {
    std::uint32_t number = 0;    // 1 is the first connection in the recording
    Kind kind = Kind::Other;
    Stage stage = Stage::Opening;
    std::string client{}, server{};    // "address:port"
    std::string clientAddress{};
    std::string serverAddress{};
    std::uint16_t serverPort = 0;
    bool midway = false;    // its beginning is not in the recording
    Time began{}, ended{};
    std::uint64_t packets = 0;
    std::vector<Line> lines{};
    std::vector<Observation> observations{};
    std::vector<Finding> findings{};

    bool blocked() const;    // one of the findings blocks
    bool operator==(const Story&) const = default;
};

struct Recording {
    std::string format{};                         // "pcap", "pcapng"
    std::uint64_t packets = 0, understood = 0;    // understood: IP with TCP, UDP or ICMP in it
    Time first{}, last{};
    std::vector<Line> notes{};       // about the file as a whole; without a time
    std::vector<Story> stories{};    // in the order of Kind, then of number
    std::uint32_t untold = 0;        // connections that are no Remote Desktop, or too many

    bool operator==(const Recording&) const = default;
};

// The lines of a story while it is told: bounded, and in the order of their times at the end.
class Teller {
public:
    void say(Time at, std::string_view id, std::vector<Evidence> with = {});
    std::vector<Line> take();

private:
    std::vector<Line> m_lines;
};

std::string_view icmpText(IcmpKind kind);    // "icmp_fragmentation_needed", ...

// Evidence in one word. Text from the recording is sanitised where it is shown.
Evidence with(std::string_view key, std::string value, Privacy privacy = Privacy::Open);
Evidence with(std::string_view key, std::uint64_t value);
Evidence with(std::string_view key, Side side);
Evidence within(std::string_view key, Time span);    // "0.04 ms", "3.1 s"

}    // namespace rdpmend::capture

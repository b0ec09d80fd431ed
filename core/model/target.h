// What the person wants to reach, and how far the program may go to find out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace rdpmend {

struct Endpoint {
    std::string host{};    // DNS name, IPv4 literal, or IPv6 literal without brackets
    std::uint16_t port = 0;

    bool operator==(const Endpoint&) const = default;
};

// The two numbers of mstsc's dialog: IMsTscAxEvents::OnDisconnected's discReason and ExtendedDisconnectReasonCode.
struct ReportedError {
    std::uint32_t reason = 0;
    std::optional<std::uint32_t> extended{};

    bool operator==(const ReportedError&) const = default;
};

// TLS is judged for the client that will really connect; the ids are those of resources/facts/clients.json.
struct Target {
    Endpoint host{.port = 3389};
    std::optional<Endpoint> gateway{};    // RD Gateway, HTTPS
    std::optional<Endpoint> proxy{};      // HTTP proxy towards the gateway
    std::optional<std::string> user{};
    std::optional<ReportedError> reported{};
    std::string client = "this-pc";          // "this-pc", "windows-10", "windows-11"
    std::optional<std::string> cloud{};      // "azure", "us-gov", "china": also check that cloud's endpoints
    std::vector<Bytes> trustAnchors{};       // DER certificates added to the system's roots
    std::optional<std::string> rdpFile{};    // path of the .rdp file that named the host
    bool nla = true;                         // the client offers NLA (.rdp: enablecredsspsupport)
    bool deep = false;                       // also the measurements that take many seconds
    bool onlineRevocation = false;           // the issuer of a certificate may be asked whether it was taken back

    bool operator==(const Target&) const = default;
};

// "host", "host:port", "[v6]:port", "v6", "rdp://..." is refused; the sentence says what to do.
Result<Endpoint> parseEndpoint(std::string_view typed, std::uint16_t defaultPort);
std::string toString(const Endpoint& endpoint);    // "host:port", "[v6]:port"
bool isAddress(std::string_view host);             // an IPv4 or IPv6 literal

}    // namespace rdpmend

// What is broken about a practice host or gateway, as data: where a connection ends, how, and while which setting of
// the simulated PC stands.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/machine/machine.h"

namespace rdpmend {

// The stages of a connection as the far end meets them, in their order.
enum class Moment : std::uint8_t {
    Accept,         // nothing was read yet
    Request,        // X.224 Connection Request was read
    Confirm,        // Connection Confirm was sent
    ClientHello,    // the client's first TLS record was read
    Tls,            // the handshake is complete and the first message inside was read
    SignIn,         // the NTLM AUTHENTICATE message was read
    Licence,        // the session's settings were exchanged
    Session,        // the licence was granted
    RdgOutData,     // gateway: the head of an RDG_OUT_DATA request was read (HTTP transport)
    RpcOutData,     // gateway: the head of an RPC_OUT_DATA request was read (RPC over HTTP)
};

enum class Ending : std::uint8_t {
    Reset,     // RST
    Close,     // FIN, after close_notify in TLS
    Hang,      // the connection stays open, and nothing is said any more
    Say,       // `bytes`, then FIN
    Refuse,    // the protocol's own no with `code`: RDP_NEG_FAILURE at Request, NTSTATUS at SignIn, errorInfo later
};

// Looked at whenever its moment comes; empty: always.
using Condition = std::function<bool(const MachineView&)>;

struct Break {
    Moment at = Moment::Accept;
    Ending how = Ending::Reset;
    std::uint32_t code = 0;
    std::string bytes{};
    Condition condition{};
};

// The first break of that moment whose condition holds; null: nothing is broken there.
const Break* findBreak(const std::vector<Break>& breaks, Moment at, const MachineView& machine);

}    // namespace rdpmend

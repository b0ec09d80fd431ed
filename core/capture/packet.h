// One record of a recording, as it was on the wire.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/bytes.h"

namespace rdpmend::capture {

using Time = std::chrono::nanoseconds;    // since 1970, UTC; as far as the recording tells

// Numbers of the registry of link types (draft-ietf-opsawg-pcaplinktype).
enum Link : std::uint32_t {
    linkNull = 0,    // BSD loopback: the address family in the order of the machine that recorded
    linkEthernet = 1,
    linkRawOld = 12,    // raw IP, as some systems number it
    linkRaw = 101,
    linkLoop = 108,    // BSD loopback, the family in network order
    linkCooked = 113,
    linkRawIpv4 = 228,
    linkRawIpv6 = 229,
    linkCooked2 = 276,
};

struct Packet {
    Time at{};
    std::uint32_t link = linkEthernet;
    ByteView bytes{};                    // as much as was kept; of the reader, until it reads on
    std::uint32_t originalLength = 0;    // as long as it was
};

}    // namespace rdpmend::capture

// Puts the segments of one direction in order: what comes early waits, up to a limit. RFC 9293 3.10.7.4.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"

namespace rdpmend::capture {

class Reassembly {
public:
    // The next sequence number; without it the first segment counts as the beginning.
    void begin(std::uint32_t sequence) { m_expected = sequence; }
    // The bytes that are next in order now; empty when there are none yet.
    Bytes take(std::uint32_t sequence, ByteView data);
    // Too much is waiting for bytes that do not come.
    bool overflown() const { return m_held > mostHeld; }
    void drop() { m_waiting = {}; }

private:
    struct Piece {
        std::uint32_t begin = 0;
        Bytes bytes{};
    };
    static constexpr std::size_t mostHeld = 16 * 1024;

    std::optional<std::uint32_t> m_expected{};
    std::vector<Piece> m_waiting{};
    std::size_t m_held = 0;
};

}    // namespace rdpmend::capture

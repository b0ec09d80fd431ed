#include "core/capture/reassembly.h"

#include <algorithm>

#include "core/capture/tcp_half.h"

namespace rdpmend::capture {
namespace {

constexpr std::size_t mostPieces = 64;

// Appends what of the piece is new. False: it is still too early.
bool append(Bytes& out, std::uint32_t& expected, std::uint32_t begin, ByteView bytes)
{
    if (before(expected, begin)) return false;
    const std::size_t old = expected - begin;
    if (old < bytes.size()) {
        const auto fresh = bytes.subspan(old);
        out.insert(out.end(), fresh.begin(), fresh.end());
        expected += static_cast<std::uint32_t>(fresh.size());
    }
    return true;
}

}    // namespace

Bytes Reassembly::take(std::uint32_t sequence, ByteView data)
{
    Bytes out;
    if (data.empty()) return out;
    if (!m_expected) m_expected = sequence;
    if (!append(out, *m_expected, sequence, data)) {
        m_held += data.size();
        if (m_waiting.size() >= mostPieces) m_held = mostHeld + 1;
        if (!overflown()) m_waiting.push_back({sequence, Bytes(data.begin(), data.end())});
        return out;
    }
    for (bool any = true; any && !m_waiting.empty();) {
        any = false;
        for (auto piece = m_waiting.begin(); piece != m_waiting.end();) {
            if (!append(out, *m_expected, piece->begin, piece->bytes)) {
                ++piece;
                continue;
            }
            m_held -= piece->bytes.size();
            piece = m_waiting.erase(piece);
            any = true;
        }
    }
    return out;
}

}    // namespace rdpmend::capture

#include "core/capture/tcp_half.h"

#include <algorithm>

namespace rdpmend::capture {
namespace {

constexpr std::size_t mostHoles = 8, mostOutstanding = 64;

// True: the bytes were missing until now.
bool fill(std::deque<Hole>& holes, std::uint32_t begin, std::uint32_t end)
{
    bool any = false;
    for (auto hole = holes.begin(); hole != holes.end();) {
        if (!before(begin, hole->end) || !before(hole->begin, end)) {
            ++hole;
            continue;
        }
        any = true;
        if (!before(hole->begin, begin))
            hole->begin = end;
        else
            hole->end = begin;
        hole = before(hole->begin, hole->end) ? hole + 1 : holes.erase(hole);
    }
    return any;
}

}    // namespace

void TcpHalf::send(const TcpSegment& segment, Time at)
{
    const auto begin = segment.sequence;
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(segment.length, 0xFFFF'FFFF));
    const auto end = begin + length;
    largestSent = std::max(largestSent, static_cast<std::uint16_t>(std::min<std::uint32_t>(length, 0xFFFF)));
    lastData = at;
    const auto expected = next.value_or(begin);
    const bool isNew = before(expected, end);
    if (before(begin, expected)) {
        if (fill(holes, begin, end)) return;
        if (length <= 1 && begin + 1 == expected) {
            ++keepAlives;
            return;
        }
        if (retransmitted++ == 0) firstRetransmission = at;
        for (auto& one : outstanding) {
            if (one.begin != begin) continue;
            if (one.times++ == 1 && one.damaged) ++badSentAgain;
        }
    } else if (before(expected, begin) && holes.size() < mostHoles) {
        holes.push_back({expected, begin, at});
    }
    if (!isNew) return;
    bytes += end - std::max(begin, expected, [](auto a, auto b) { return before(a, b); });
    next = end;
    if (outstanding.size() == mostOutstanding) outstanding.pop_front();
    outstanding.push_back({.begin = begin, .end = end, .first = at, .damaged = segment.checksumGood == false});
}

void TcpHalf::pass(std::uint32_t sequence, Time at)
{
    if (!next || !before(*next, sequence)) return;
    if (holes.size() < mostHoles) holes.push_back({*next, sequence, at});
    next = sequence;
}

void TcpHalf::acknowledge(std::uint32_t upTo, Time at)
{
    if (acknowledged && !before(*acknowledged, upTo)) return;
    acknowledged = upTo;
    while (!outstanding.empty() && !before(upTo, outstanding.front().end)) {
        const auto& one = outstanding.front();
        largestAcknowledged = std::max(largestAcknowledged, one.length());
        if (one.times == 1 && at > one.first) roundTrip = std::min(roundTrip.value_or(at - one.first), at - one.first);
        outstanding.pop_front();
    }
}

std::optional<Hole> TcpHalf::missing() const
{
    const auto found = std::ranges::find_if(
        holes, [this](const Hole& hole) { return acknowledged && !before(hole.begin, *acknowledged); });
    return found == holes.end() ? std::nullopt : std::optional(*found);
}

std::optional<SentSegment> TcpHalf::unacknowledged() const
{
    const auto found = std::ranges::find_if(outstanding, [](const SentSegment& one) { return one.times > 1; });
    return found == outstanding.end() ? std::nullopt : std::optional(*found);
}

}    // namespace rdpmend::capture

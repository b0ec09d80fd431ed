// One direction of a TCP connection: what its sender sent, what the other side acknowledged of it, what is missing.
// Bounded: a few dozen numbers per direction, whatever comes.
#pragma once

#include <array>
#include <deque>
#include <optional>

#include "core/capture/decode.h"

namespace rdpmend::capture {

// Sequence numbers wrap; a is before b when it is less than half a circle away.
constexpr bool before(std::uint32_t a, std::uint32_t b)
{
    return static_cast<std::int32_t>(a - b) < 0;
}

struct Hole {    // bytes that were sent by all appearances, and are not in the recording
    std::uint32_t begin = 0, end = 0;
    Time seen{};
};

struct SentSegment {
    std::uint32_t begin = 0, end = 0;
    std::uint32_t times = 1;
    Time first{};
    bool damaged = false;    // by its check sum

    std::uint32_t length() const { return end - begin; }
};

struct Reset {
    Time at{};
    std::uint8_t hops = 0;
    std::optional<std::uint16_t> id{}, idBefore{};    // its own, and that of the packet before it
    std::optional<std::uint32_t> acknowledged{};
    std::uint16_t window = 0;
    bool reservedBits = false, timestamps = false;
    Time idle{};              // no packet of either side for so long before it, or before the exchange that it ends
    bool expected = false;    // one of both had closed or said goodbye already
};

struct TcpHalf {
    // Handshake
    Socket socket{};
    std::uint32_t syns = 0;
    Time firstSyn{};
    std::optional<std::uint16_t> largestSegment{};
    bool timestamps = false;

    // What it sent
    std::uint64_t packets = 0, bytes = 0;
    std::optional<std::uint32_t> next{};    // sequence number after the last byte seen
    std::uint32_t retransmitted = 0, keepAlives = 0, zeroWindows = 0, duplicateAcks = 0;
    Time firstRetransmission{}, firstZeroWindow{}, lastData{}, lastPacket{};
    std::uint16_t largestSent = 0;    // data in one segment; 65535: that much, or more
    std::deque<Hole> holes{};
    std::deque<SentSegment> outstanding{};
    std::optional<std::uint32_t> selectiveSeen{};    // SACK's left edge: this side misses something of the other's

    // What the other side said about it
    std::optional<std::uint32_t> acknowledged{};
    std::uint32_t largestAcknowledged = 0;    // data in one segment
    std::optional<Time> roundTrip{};          // the shortest, from where the recording was made

    // For the question who sent a reset
    std::array<std::uint32_t, 256> hops{};    // how many packets, no resets, came with each TTL
    std::optional<std::uint16_t> lastId{};
    std::uint32_t idSteps = 0, idStepsUp = 0;    // pairs of packets; those where the id rose by 1 to 64
    std::uint32_t checksums = 0, badChecksums = 0, badSentAgain = 0;

    // Its end
    std::optional<Time> fin{};
    std::optional<Reset> reset{};
    std::uint32_t resets = 0, packetsAfterReset = 0;

    // A segment without data shows how far its sender is: bytes before it that were not seen are missing.
    void pass(std::uint32_t sequence, Time at);
    void send(const TcpSegment& segment, Time at);    // data
    void acknowledge(std::uint32_t upTo, Time at);    // by the other side
    // The first gap that the other side did not acknowledge either: it never had these bytes.
    std::optional<Hole> missing() const;
    // The first segment that was sent again and never acknowledged.
    std::optional<SentSegment> unacknowledged() const;
};

}    // namespace rdpmend::capture

#include "core/capture/middlebox.h"

#include <cstdlib>

namespace rdpmend::capture {
namespace {

// Systems start at 64 (Unix), 128 (Windows) or 255 (routers), and no way is longer than 32 hops or so.
int startOf(std::uint8_t hops)
{
    return hops <= 64 ? 64 : hops <= 128 ? 128 : 255;
}

void addHops(std::vector<Observation>& out, const Reset& reset, std::uint8_t usual, std::uint32_t compared)
{
    if (compared == 0) return;
    const std::vector<Evidence> numbers{with("reset.ttl", std::uint64_t{reset.hops}),
                                        with("usual.ttl", std::uint64_t{usual}),
                                        with("compared", std::uint64_t{compared})};
    const int apart = std::abs(int{reset.hops} - int{usual});
    if (apart == 0)
        out.push_back({"ttl_same", -1, numbers});
    else if (startOf(reset.hops) != startOf(usual))
        out.push_back({"ttl_other_start", 2, numbers});
    else
        out.push_back({"ttl_differs", apart > 1 ? 2 : 1, numbers});
}

// Windows counts its packets up by one; Linux does so within a connection, and puts 0 into many of its own resets.
void addId(std::vector<Observation>& out, const TcpHalf& sender, const TcpHalf& receiver)
{
    constexpr std::uint32_t enough = 2;    // by chance once in a million
    constexpr std::uint16_t farthest = 64;
    const Reset& reset = *sender.reset;
    if (!reset.id) return;
    std::vector<Evidence> numbers{with("reset.id", std::uint64_t{*reset.id})};
    if (*reset.id == 0) {
        out.push_back({"id_zero", 0, numbers});
        return;
    }
    if (receiver.lastId == reset.id) {
        out.push_back({"id_of_other_side", 2, numbers});
        return;
    }
    const bool series = sender.idSteps >= enough && sender.idStepsUp * 10 >= sender.idSteps * 8;
    if (!series || !reset.idBefore) return;
    numbers.push_back(with("before.id", std::uint64_t{*reset.idBefore}));
    const auto step = static_cast<std::uint16_t>(*reset.id - *reset.idBefore);
    const bool fits = step >= 1 && step <= farthest;
    out.push_back({fits ? "id_in_series" : "id_out_of_series", fits ? -2 : 1, numbers});
}

// It acknowledges bytes that its sender cannot have seen yet.
void addTiming(std::vector<Observation>& out, const TcpHalf& sender, const TcpHalf& receiver)
{
    const Reset& reset = *sender.reset;
    if (!receiver.roundTrip || !reset.acknowledged || receiver.outstanding.empty()) return;
    const SentSegment& last = receiver.outstanding.back();
    if (before(*reset.acknowledged, last.end) || reset.at < last.first) return;
    const Time took = reset.at - last.first;
    if (took * 10 >= *receiver.roundTrip * 8) return;
    out.push_back({"too_fast", 2, {within("reset.after", took), within("round_trip", *receiver.roundTrip)}});
}

}    // namespace

std::vector<Observation> observeReset(const TcpHalf& sender, const TcpHalf& receiver, std::uint8_t usualHops,
                                      std::uint32_t compared)
{
    std::vector<Observation> out;
    const Reset& reset = *sender.reset;
    addHops(out, reset, usualHops, compared);
    addId(out, sender, receiver);
    addTiming(out, sender, receiver);
    // A live connection is cut with RST and ACK. RST alone is what somebody sends who does not hold the connection
    // (RFC 9293 3.10.7.1).
    if (!reset.acknowledged && sender.packets > 1 && !reset.expected)
        out.push_back({"no_ack", 1, {within("reset.after", reset.at - sender.lastPacket)}});
    if (sender.timestamps && !reset.timestamps) out.push_back({"no_timestamps", 0, {}});
    if (reset.reservedBits) out.push_back({"reserved_bits", 1, {}});
    if (sender.packetsAfterReset != 0)
        out.push_back({"goes_on", 2, {with("packets", std::uint64_t{sender.packetsAfterReset})}});
    return out;
}

Sender judgeSender(const std::vector<Observation>& observations)
{
    int forDevice = 0, sum = 0;
    for (const auto& one : observations) {
        if (one.points > 0) ++forDevice;
        sum += one.points;
    }
    if (forDevice >= 2 && sum >= 2) return Sender::Middlebox;
    return forDevice == 0 && sum <= -2 ? Sender::Itself : Sender::Unclear;
}

}    // namespace rdpmend::capture

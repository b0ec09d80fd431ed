// pcap: a header of 24 bytes, then packets with 16 bytes before each. draft-ietf-opsawg-pcap.
#include "core/capture/input.h"

namespace rdpmend::capture {
namespace {

constexpr std::size_t restOfHeader = 20;    // after the magic number
constexpr std::size_t recordHeader = 16;

class PcapReader : public Reader {
public:
    PcapReader(Input input, Order order, bool nanoseconds, std::uint32_t link)
        : m_input(std::move(input)), m_order(order), m_nanoseconds(nanoseconds), m_link(link)
    {}

    std::string_view format() const override { return "pcap"; }

    std::optional<Packet> next() override
    {
        if (m_over) return std::nullopt;
        const auto head = m_input.take(recordHeader);
        if (head.empty()) return over(FileEnd::Whole);
        ByteReader reader(head);
        const auto seconds = m_order.u32(reader);
        const auto fraction = m_order.u32(reader);
        const auto kept = m_order.u32(reader);
        const auto original = m_order.u32(reader);
        if (!reader.ok()) return over(FileEnd::CutShort);
        const bool nothing =
            seconds == 0 && fraction == 0 && kept == 0 && original == 0;    // room that was never filled
        if (nothing || kept > packetLimit) return over(FileEnd::Damaged);
        const auto bytes = m_input.take(kept);
        if (bytes.size() < kept) return over(FileEnd::CutShort);
        const Time at =
            std::chrono::seconds(seconds) + (m_nanoseconds ? Time(fraction) : std::chrono::microseconds(fraction));
        return Packet{.at = at, .link = m_link, .bytes = bytes, .originalLength = original};
    }

private:
    std::nullopt_t over(FileEnd end)
    {
        m_over = true;
        m_end = end;
        return std::nullopt;
    }

    Input m_input;
    Order m_order;
    bool m_nanoseconds;
    std::uint32_t m_link;
    bool m_over = false;
};

}    // namespace

std::unique_ptr<Reader> pcapReader(Input input, Order order, bool nanoseconds)
{
    ByteReader reader(input.take(restOfHeader));
    reader.skip(16);    // version, time zone, accuracy, snapshot length: none of them is needed
    const auto link = order.u32(reader) & 0xFFFFU;    // the upper half: length of frame check sequences
    if (!reader.ok()) return nullptr;
    return std::make_unique<PcapReader>(std::move(input), order, nanoseconds, link);
}

}    // namespace rdpmend::capture

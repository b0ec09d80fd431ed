// pcapng: blocks, each with its length before and behind; sections may change the byte order, interfaces have their own
// clock. draft-ietf-opsawg-pcapng. Options other than the clock's are passed over.
#include <algorithm>
#include <cmath>

#include "core/capture/input.h"

namespace rdpmend::capture {
namespace {

enum Block : std::uint32_t {
    sectionHeader = 0x0A0D0D0A,
    interfaceDescription = 1,
    oldPacket = 2,
    simplePacket = 3,
    enhancedPacket = 6,
};
constexpr std::uint32_t byteOrderMagic = 0x1A2B3C4D;
constexpr std::uint16_t clockResolution = 9, clockOffset = 14;    // options of an interface
constexpr std::uint32_t blockHead = 8, blockTail = 4;
constexpr std::size_t interfaceLimit = 1024, interfaceSizeLimit = 64 * 1024;
constexpr std::uint32_t blockLimit = 64 * 1024 * 1024;    // larger blocks are not made by anybody

struct Interface {
    std::uint32_t link = linkEthernet;
    std::uint32_t snapLength = 0;    // 0: no limit
    std::uint8_t resolution = 6;     // 10^-n seconds, with the highest bit 2^-n
    std::int64_t offsetSeconds = 0;
};

// A time is a number of units of the interface's clock. What cannot be a time becomes some time, never an overflow.
Time timeOf(const Interface& on, std::uint64_t units)
{
    constexpr double latest = 9e9;    // seconds; nanoseconds of it still fit
    const bool binary = (on.resolution & 0x80U) != 0;
    const int exponent = on.resolution & 0x7F;
    std::uint64_t perSecond = 1;
    for (int i = 0; i < exponent && perSecond < (std::uint64_t{1} << 60U); ++i) perSecond *= binary ? 2 : 10;
    const auto whole = units / perSecond;
    const double fraction = static_cast<double>(units % perSecond) / static_cast<double>(perSecond);
    const double seconds = std::clamp(static_cast<double>(whole) + static_cast<double>(on.offsetSeconds), 0.0, latest);
    return std::chrono::seconds(static_cast<std::int64_t>(seconds)) + Time(std::llround(fraction * 1e9));
}

class PcapngReader : public Reader {
public:
    explicit PcapngReader(Input input) : m_input(std::move(input)) {}

    std::string_view format() const override { return "pcapng"; }

    // What stands behind the type of a section header. False: it is none, and nothing can be read.
    bool beginSection()
    {
        const Bytes head = copy(m_input.take(8));    // length, byte-order magic
        ByteReader magic(ByteView(head).subspan(std::min<std::size_t>(head.size(), 4)));
        const auto seen = magic.u32le();
        if (!magic.ok()) return false;
        m_order.big = seen != byteOrderMagic;
        ByteReader reader(head);
        const auto length = m_order.u32(reader);
        if (m_order.u32(reader) != byteOrderMagic || length < 28 || length % 4 != 0 || length > blockLimit)
            return false;
        m_interfaces.clear();
        return m_input.skip(length - 12);
    }

    std::optional<Packet> next() override
    {
        while (!m_over) {
            const auto head = m_input.take(4);
            if (head.empty()) return over(FileEnd::Whole);
            ByteReader reader(head);
            const auto type = m_order.u32(reader);
            if (!reader.ok()) return over(FileEnd::CutShort);
            if (type == sectionHeader) {    // reads the same in both byte orders
                if (!beginSection()) return over(FileEnd::Damaged);
                continue;
            }
            ByteReader size(m_input.take(4));
            const auto length = m_order.u32(size);
            if (!size.ok()) return over(FileEnd::CutShort);
            if (length < blockHead + blockTail || length % 4 != 0 || length > blockLimit) return over(FileEnd::Damaged);
            const std::uint32_t body = length - blockHead - blockTail;
            if (auto packet = readBlock(type, body)) return packet;
        }
        return std::nullopt;
    }

private:
    static Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

    std::nullopt_t over(FileEnd end)
    {
        m_over = true;
        m_end = end;
        return std::nullopt;
    }

    // The rest of a block, with its second length. A packet that is whole counts even when the file ends behind it.
    void leave(std::uint32_t rest)
    {
        if (!m_input.skip(std::uint64_t{rest} + blockTail)) over(FileEnd::CutShort);
    }

    std::optional<Packet> readBlock(std::uint32_t type, std::uint32_t body)
    {
        switch (type) {
        case interfaceDescription: readInterface(body); return std::nullopt;
        case oldPacket:
        case enhancedPacket: return readPacket(type, body);
        case simplePacket: return readSimplePacket(body);
        default: leave(body); return std::nullopt;
        }
    }

    void readInterface(std::uint32_t body)
    {
        if (body < 8 || body > interfaceSizeLimit || m_interfaces.size() >= interfaceLimit) {
            over(FileEnd::Damaged);
            return;
        }
        const auto bytes = m_input.take(body);
        if (bytes.size() < body) {
            over(FileEnd::CutShort);
            return;
        }
        ByteReader reader(bytes);
        Interface found{.link = m_order.u16(reader)};
        reader.skip(2);
        found.snapLength = m_order.u32(reader);
        while (reader.left() >= 4) {
            const auto code = m_order.u16(reader);
            const auto length = m_order.u16(reader);
            if (code == 0) break;
            ByteReader value(reader.take(length));
            reader.skip((4U - length % 4U) % 4U);
            if (code == clockResolution && length == 1) found.resolution = value.u8();
            if (code == clockOffset && length == 8) {
                const std::uint64_t first = m_order.u32(value), second = m_order.u32(value);
                const std::uint64_t seconds = m_order.big ? first << 32U | second : second << 32U | first;
                found.offsetSeconds = static_cast<std::int64_t>(seconds);
            }
        }
        m_interfaces.push_back(found);
        leave(0);
    }

    std::optional<Packet> readPacket(std::uint32_t type, std::uint32_t body)
    {
        constexpr std::uint32_t head = 20;
        if (body < head) return over(FileEnd::Damaged);
        ByteReader reader(m_input.take(head));
        std::uint32_t number = 0;
        if (type == enhancedPacket) {
            number = m_order.u32(reader);
        } else {
            number = m_order.u16(reader);
            reader.skip(2);    // packets that were dropped
        }
        const std::uint64_t high = m_order.u32(reader);
        const std::uint64_t units = high << 32U | m_order.u32(reader);
        const auto kept = m_order.u32(reader);
        const auto original = m_order.u32(reader);
        if (!reader.ok()) return over(FileEnd::CutShort);
        if (kept > body - head || kept > packetLimit || number >= m_interfaces.size()) return over(FileEnd::Damaged);
        m_lastTime = timeOf(m_interfaces[number], units);
        return packet(m_interfaces[number], kept, original, body - head - kept);
    }

    std::optional<Packet> readSimplePacket(std::uint32_t body)
    {
        if (body < 4 || m_interfaces.empty()) return over(FileEnd::Damaged);
        ByteReader reader(m_input.take(4));
        const auto original = m_order.u32(reader);
        if (!reader.ok()) return over(FileEnd::CutShort);
        const Interface& on = m_interfaces.front();
        std::uint32_t kept = std::min(original, body - 4);
        if (on.snapLength != 0) kept = std::min(kept, on.snapLength);
        if (kept > packetLimit) return over(FileEnd::Damaged);
        return packet(on, kept, original, body - 4 - kept);    // it has no time of its own
    }

    std::optional<Packet> packet(const Interface& on, std::uint32_t kept, std::uint32_t original, std::uint32_t rest)
    {
        const auto bytes = m_input.take(kept);
        if (bytes.size() < kept) return over(FileEnd::CutShort);
        leave(rest);
        return Packet{.at = m_lastTime, .link = on.link, .bytes = bytes, .originalLength = original};
    }

    Input m_input;
    Order m_order;
    std::vector<Interface> m_interfaces;    // of this section
    Time m_lastTime{};
    bool m_over = false;
};

}    // namespace

std::unique_ptr<Reader> pcapngReader(Input input)
{
    auto reader = std::make_unique<PcapngReader>(std::move(input));
    if (!reader->beginSection()) return nullptr;
    return reader;
}

}    // namespace rdpmend::capture

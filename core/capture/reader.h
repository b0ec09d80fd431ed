// Recordings of packets, read as a stream: pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng). Never
// more than one packet is in memory; every length is checked before it is believed.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/capture/packet.h"

namespace rdpmend::capture {

inline constexpr std::size_t packetLimit = 256 * 1024;    // bytes; libpcap's MAXIMUM_SNAPLEN

enum class FileEnd : std::uint8_t {
    Whole,
    CutShort,    // in the middle of a packet or block: what came before is good
    Damaged,     // a length or number that cannot be
};

class Reader {
public:
    virtual ~Reader() = default;
    // nullopt: no more packets; fileEnd() says why.
    virtual std::optional<Packet> next() = 0;
    virtual std::string_view format() const = 0;    // "pcap", "pcapng"
    FileEnd fileEnd() const { return m_end; }

protected:
    FileEnd m_end = FileEnd::Whole;
};

// Looks at the beginning. Refuses what is no recording with one sentence that says what it is, and how to make one of
// it. `in` must outlive the reader.
Result<std::unique_ptr<Reader>> openCapture(std::istream& in);

}    // namespace rdpmend::capture

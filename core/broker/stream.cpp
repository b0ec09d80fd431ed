#include "core/broker/stream.h"

namespace rdpmend::broker {

Status sendFrame(Stream& stream, ByteView frame, const Deadline& deadline)
{
    ByteWriter out;
    out.u32le(static_cast<std::uint32_t>(frame.size())).bytes(frame);
    return stream.write(out.take(), deadline);
}

Result<std::optional<ByteView>> FrameReader::next(const Deadline& deadline)
{
    std::array<std::uint8_t, 4> header{};
    const auto begun = fill(header, deadline);
    if (!begun) return begun.error();
    if (!*begun) return std::optional<ByteView>{};
    const std::size_t length = ByteReader(header).u32le();
    if (length == 0 || length > largestFrame) return refusal("A message on the pipe has a length that none can have.");
    const auto frame = std::span(m_frame).first(length);
    const auto rest = fill(frame, deadline);
    if (!rest) return rest.error();
    if (!*rest) return refusal("The pipe was closed in the middle of a message.");
    return std::optional<ByteView>(frame);
}

Result<bool> FrameReader::fill(std::span<std::uint8_t> into, const Deadline& deadline)
{
    const auto whole = into.size();
    while (!into.empty()) {
        const auto got = m_stream.read(into, deadline);
        if (!got) return got.error();
        if (*got == 0 && into.size() == whole) return false;
        if (*got == 0) return refusal("The pipe was closed in the middle of a message.");
        into = into.subspan(*got);
    }
    return true;
}

}    // namespace rdpmend::broker

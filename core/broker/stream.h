// The seam to the pipe, and the frames on it: four bytes of length, little-endian, then that many bytes.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/base/deadline.h"
#include "core/base/result.h"
#include "core/broker/messages.h"

namespace rdpmend::broker {

class Stream {
public:
    virtual ~Stream() = default;
    // Some bytes, at most as many as fit; 0: the other side has closed it. Error{TimedOut} when none came in time.
    virtual Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) = 0;
    virtual Status write(ByteView bytes, const Deadline& deadline) = 0;    // all of them
};

Status sendFrame(Stream& stream, ByteView frame, const Deadline& deadline);

// Holds one frame at a time; nothing is allocated for what the other side announces.
class FrameReader {
public:
    explicit FrameReader(Stream& stream) : m_stream(stream) {}

    // Valid until the next call; nullopt: closed between two frames.
    Result<std::optional<ByteView>> next(const Deadline& deadline);

private:
    // False: closed before the first byte.
    Result<bool> fill(std::span<std::uint8_t> into, const Deadline& deadline);

    Stream& m_stream;
    std::array<std::uint8_t, largestFrame> m_frame{};
};

}    // namespace rdpmend::broker

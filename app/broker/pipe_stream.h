// The pipe as the messages see it.
#pragma once

#include <utility>

#include "core/broker/stream.h"
#include "core/windows/pipe.h"

namespace rdpmend {

class PipeStream final : public broker::Stream {
public:
    explicit PipeStream(windows::Pipe pipe) : m_pipe(std::move(pipe)) {}

    Result<std::size_t> read(std::span<std::uint8_t> into, const Deadline& deadline) override
    {
        return m_pipe.read(into, deadline);
    }
    Status write(ByteView bytes, const Deadline& deadline) override { return m_pipe.write(bytes, deadline); }

private:
    windows::Pipe m_pipe;
};

}    // namespace rdpmend

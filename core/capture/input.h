// A file that is read forward in pieces, and numbers in the byte order that the file chose.
#pragma once

#include <array>
#include <istream>
#include <memory>

#include "core/capture/reader.h"

namespace rdpmend::capture {

class Input {
public:
    explicit Input(std::istream& in) : m_in(in) {}

    // Shorter than asked when the file ends. Valid until the next take().
    ByteView take(std::size_t count)
    {
        if (m_buffer.size() < count) m_buffer.resize(count);
        m_in.read(reinterpret_cast<char*>(m_buffer.data()), static_cast<std::streamsize>(count));
        return ByteView(m_buffer).first(static_cast<std::size_t>(m_in.gcount()));
    }
    // Leaves what was taken alone. False: the file ends before.
    bool skip(std::uint64_t count)
    {
        if (count == 0) return true;
        m_in.ignore(static_cast<std::streamsize>(count));
        return static_cast<std::uint64_t>(m_in.gcount()) == count;
    }

private:
    std::istream& m_in;
    Bytes m_buffer;
};

struct Order {
    bool big = false;

    std::uint16_t u16(ByteReader& reader) const { return big ? reader.u16be() : reader.u16le(); }
    std::uint32_t u32(ByteReader& reader) const { return big ? reader.u32be() : reader.u32le(); }
};

// Of each format; its magic number has been taken already.
std::unique_ptr<Reader> pcapReader(Input input, Order order, bool nanoseconds);    // nullptr: the header is cut short
std::unique_ptr<Reader> pcapngReader(Input input);                                 // nullptr: no section header

}    // namespace rdpmend::capture

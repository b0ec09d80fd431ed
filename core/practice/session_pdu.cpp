#include "core/practice/session_pdu.h"

#include <algorithm>

namespace rdpmend {
namespace {

constexpr std::uint16_t serverUser = 1002;    // MCS user id of a Windows host
constexpr std::uint16_t ioChannel = 1003;
constexpr std::uint8_t setErrorInfoType = 0x2F;
// TPKT, X.224 Data, MCS Send Data Indication as far as its length
constexpr std::size_t headSize = 4 + 3 + 8;

// MCS Send Data Indication (T.125 7, PER) on the I/O channel, in X.224 Data, in TPKT. `content` is below 128 bytes.
Bytes sendData(ByteView content)
{
    ByteWriter out;
    out.u8(3).u8(0).u16be(static_cast<std::uint16_t>(headSize + content.size()));
    out.u8(0x02).u8(0xF0).u8(0x80);
    out.u8(0x68).u16be(serverUser - 1001).u16be(ioChannel).u8(0x70);    // user ids count from 1001
    out.u8(0x80).u8(static_cast<std::uint8_t>(content.size()));
    out.bytes(content);
    return out.take();
}

// Share Control and Share Data headers, [MS-RDPBCGR] 2.2.8.1.1.1, as far as errorInfo.
Bytes dataHeader()
{
    ByteWriter out;
    out.u16le(22).u16le(0x17).u16le(serverUser);         // totalLength, PDUTYPE_DATAPDU, pduSource
    out.u32le(0x000103EA).u8(0).u8(1);                   // shareId, pad, STREAM_LOW
    out.u16le(8).u8(setErrorInfoType).u8(0).u16le(0);    // uncompressedLength, type, not compressed
    return out.take();
}

}    // namespace

Bytes setErrorInfo(std::uint32_t errorInfo)
{
    const Bytes head = dataHeader();
    ByteWriter out;
    out.bytes(head).u16le(static_cast<std::uint16_t>(errorInfo & 0xFFFFU));
    out.u16le(static_cast<std::uint16_t>(errorInfo >> 16U));
    return sendData(out.take());
}

std::optional<std::uint32_t> parseErrorInfo(ByteView pdu)
{
    ByteReader in(pdu);
    in.skip(headSize);
    const Bytes expected = dataHeader();
    if (!std::ranges::equal(in.take(expected.size()), expected)) return std::nullopt;
    const std::uint32_t errorInfo = in.u32le();
    return in.ok() ? std::optional(errorInfo) : std::nullopt;
}

Bytes licenceGranted()
{
    ByteWriter out;
    out.u16le(0x80).u16le(0);        // SEC_LICENSE_PKT
    out.u8(0xFF).u8(3).u16le(16);    // ERROR_ALERT, PREAMBLE_VERSION_3_0, size
    out.u32le(7).u32le(2);           // STATUS_VALID_CLIENT, ST_NO_TRANSITION
    out.u16le(4).u16le(0);           // an empty blob
    return sendData(out.take());
}

}    // namespace rdpmend

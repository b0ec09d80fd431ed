#include "core/protocol/mcs.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/base/text.h"
#include "core/protocol/x224.h"

namespace rdpmend::protocol {
namespace {

// Header types of the settings blocks inside GCC user data, [MS-RDPBCGR] 2.2.1.3.1
constexpr std::uint16_t clientCore = 0xC001;
constexpr std::uint16_t clientSecurity = 0xC002;
constexpr std::uint16_t clientCluster = 0xC004;
constexpr std::uint16_t serverCore = 0x0C01;
constexpr std::uint16_t serverSecurity = 0x0C02;
constexpr std::uint16_t serverNetwork = 0x0C03;
constexpr std::uint16_t serverMultitransport = 0x0C08;
constexpr std::uint32_t rdpVersion5 = 0x00080004;

// BER tags
constexpr std::uint8_t integerTag = 0x02;
constexpr std::uint8_t octetStringTag = 0x04;
constexpr std::uint8_t enumeratedTag = 0x0A;
constexpr std::uint8_t sequenceTag = 0x30;
constexpr std::uint8_t applicationTag = 0x7F;    // first byte of the two-byte tags below
constexpr std::uint8_t connectInitialTag = 0x65;
constexpr std::uint8_t connectResponseTag = 0x66;

constexpr std::array<std::uint8_t, 3> dataHeader{0x02, 0xF0, 0x80};    // X.224 Data, last fragment
constexpr std::array<std::uint8_t, 7> connectDataId{0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01};    // {0 0 20 124 0 1}
constexpr std::array<std::uint8_t, 4> serverKey{'M', 'c', 'D', 'n'};

void berLength(ByteWriter& writer, std::size_t length)
{
    if (length < 0x80) {
        writer.u8(static_cast<std::uint8_t>(length));
    } else {
        writer.u8(0x82).u16be(static_cast<std::uint16_t>(length));
    }
}

Bytes ber(std::initializer_list<std::uint8_t> tag, ByteView content)
{
    ByteWriter writer;
    writer.bytes(Bytes(tag));
    berLength(writer, content.size());
    return writer.bytes(content).take();
}

Bytes berInteger(std::uint32_t value)
{
    Bytes content;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const auto byte = static_cast<std::uint8_t>(value >> shift & 0xFFU);
        const bool mayBeLeftOut = content.empty() && byte == 0 && shift != 0;
        if (mayBeLeftOut) continue;
        if (content.empty() && byte >= 0x80) content.push_back(0);
        content.push_back(byte);
    }
    return ber({integerTag}, content);
}

// maxChannelIds, maxUserIds, maxTokenIds, numPriorities, minThroughput, maxHeight, maxMCSPDUsize, protocolVersion
Bytes domainParameters(const std::array<std::uint32_t, 8>& values)
{
    ByteWriter content;
    for (const auto value : values) content.bytes(berInteger(value));
    return ber({sequenceTag}, content.take());
}

void perLength(ByteWriter& writer, std::size_t length)
{
    if (length < 0x80) {
        writer.u8(static_cast<std::uint8_t>(length));
    } else {
        writer.u16be(static_cast<std::uint16_t>(length | 0x8000U));
    }
}

Bytes block(std::uint16_t type, ByteView content)
{
    return ByteWriter{}.u16le(type).u16le(static_cast<std::uint16_t>(content.size() + 4)).bytes(content).take();
}

Bytes dataPdu(ByteView content)
{
    const auto size = tpktHeaderSize + dataHeader.size() + content.size();
    return ByteWriter{}.u8(3).u8(0).u16be(static_cast<std::uint16_t>(size)).bytes(dataHeader).bytes(content).take();
}

// What X.224 Data carries; nullopt: it is not a whole TPKT with X.224 Data.
std::optional<ByteView> dataOf(ByteView pdu)
{
    if (tpktLength(pdu) != pdu.size()) return std::nullopt;
    ByteReader reader(pdu);
    reader.skip(tpktHeaderSize);
    if (!std::ranges::equal(reader.take(dataHeader.size()), dataHeader)) return std::nullopt;
    return reader.rest();
}

// Lengths of up to two bytes: more than tpktLimit cannot be here.
std::size_t readBerLength(ByteReader& reader)
{
    const auto first = reader.u8();
    if (first < 0x80) return first;
    if (first == 0x81) return reader.u8();
    if (first == 0x82) return reader.u16be();
    reader.fail();
    return 0;
}

ByteView readBer(ByteReader& reader, std::initializer_list<std::uint8_t> tag)
{
    for (const auto byte : tag) {
        if (reader.u8() != byte) reader.fail();
    }
    return reader.take(readBerLength(reader));
}

std::size_t readPerLength(ByteReader& reader)
{
    const auto first = reader.u8();
    if (first < 0x80) return first;
    if (first >= 0xC0) reader.fail();    // fragmented: longer than a TPKT
    return static_cast<std::size_t>(first & 0x3FU) << 8U | reader.u8();
}

// The settings blocks behind the server's key. The token and node id before it vary in length and value from server to
// server, so the key is searched for.
std::optional<ByteView> settingsBlocks(ByteView connectData)
{
    const auto key = std::search(connectData.begin(), connectData.end(), serverKey.begin(), serverKey.end());
    if (key == connectData.end()) return std::nullopt;
    ByteReader reader(ByteView(key, connectData.end()).subspan(serverKey.size()));
    const auto blocks = reader.take(readPerLength(reader));
    if (!reader.ok()) return std::nullopt;
    return blocks;
}

bool readBlocks(ByteView blocks, ConnectResponse& response)
{
    ByteReader reader(blocks);
    while (reader.left() != 0) {
        const auto type = reader.u16le();
        const std::size_t length = reader.u16le();
        if (!reader.ok() || length < 4) return false;
        ByteReader content(reader.take(length - 4));
        if (!reader.ok()) return false;
        if (type == serverCore) {
            response.version = content.u32le();
            if (content.left() >= 4) response.requestedEcho = content.u32le();
        } else if (type == serverSecurity) {
            response.encryptionMethod = content.u32le();
            response.encryptionLevel = content.u32le();
        } else if (type == serverMultitransport) {
            response.multitransport = content.u32le();
        }
        if (!content.ok()) return false;
    }
    return true;
}

Bytes clientCoreBlock(std::uint32_t selectedProtocol)
{
    ByteWriter name;
    const auto utf16 = toUtf16le("rdpmend");
    name.bytes(utf16).zeros(32 - utf16.size());
    return block(clientCore, ByteWriter{}
                                 .u32le(rdpVersion5)
                                 .u16le(1024)      // width
                                 .u16le(768)       // height
                                 .u16le(0xCA01)    // color depth: 8 bits, overridden below
                                 .u16le(0xAA03)    // secure access sequence
                                 .u32le(0x409)     // keyboard layout
                                 .u32le(19041)     // client build
                                 .bytes(name.take())
                                 .u32le(4)    // keyboard type, subtype, function keys
                                 .u32le(0)
                                 .u32le(12)
                                 .zeros(64)        // input method file
                                 .u16le(0xCA01)    // post-beta-2 color depth
                                 .u16le(1)         // product id
                                 .u32le(0)         // serial number
                                 .u16le(16)        // high color depth
                                 .u16le(7)         // supported color depths: 24, 16 and 15 bits
                                 .u16le(1)         // early capabilities: understands Set Error Info
                                 .zeros(64)        // digital product id
                                 .u8(0)            // connection type
                                 .u8(0)
                                 .u32le(selectedProtocol)
                                 .take());
}

}    // namespace

std::string_view encryptionLevelName(std::uint32_t level)
{
    switch (level) {
    case 0: return "None";
    case 1: return "Low";
    case 2: return "Client Compatible";
    case 3: return "High";
    case 4: return "FIPS";
    default: return "";
    }
}

Bytes connectInitial(std::uint32_t selectedProtocol, std::uint32_t encryptionMethods)
{
    const auto blocks = ByteWriter{}
                            .bytes(clientCoreBlock(selectedProtocol))
                            .bytes(block(clientCluster, ByteWriter{}.u32le(0x0D).u32le(0).take()))
                            .bytes(block(clientSecurity, ByteWriter{}.u32le(encryptionMethods).u32le(0).take()))
                            .take();

    ByteWriter conference;    // T.124 ConferenceCreateRequest, aligned PER
    conference.bytes(Bytes{0x00, 0x08, 0x00, 0x10, 0x00, 0x01, 0xC0, 0x00}).text("Duca");
    perLength(conference, blocks.size());
    conference.bytes(blocks);

    ByteWriter connectData;
    connectData.bytes(connectDataId);
    perLength(connectData, conference.size());
    connectData.bytes(conference.take());

    const Bytes one{1};
    const Bytes yes{0xFF};
    const auto content = ByteWriter{}
                             .bytes(ber({octetStringTag}, one))    // calling and called domain selector
                             .bytes(ber({octetStringTag}, one))
                             .bytes(ber({0x01}, yes))                                              // upward
                             .bytes(domainParameters({34, 2, 0, 1, 0, 1, 65535, 2}))               // target
                             .bytes(domainParameters({1, 1, 1, 1, 0, 1, 1056, 2}))                 // minimum
                             .bytes(domainParameters({65535, 64535, 65535, 1, 0, 1, 65535, 2}))    // maximum
                             .bytes(ber({octetStringTag}, connectData.take()))
                             .take();
    return dataPdu(ber({applicationTag, connectInitialTag}, content));
}

std::optional<ConnectResponse> parseConnectResponse(ByteView pdu)
{
    const auto data = dataOf(pdu);
    if (!data) return std::nullopt;
    ByteReader outer(*data);
    ByteReader reader(readBer(outer, {applicationTag, connectResponseTag}));
    const auto result = readBer(reader, {enumeratedTag});
    (void)readBer(reader, {integerTag});     // calledConnectId
    (void)readBer(reader, {sequenceTag});    // domain parameters
    const auto connectData = readBer(reader, {octetStringTag});
    if (!outer.ok() || !reader.ok() || result.size() != 1) return std::nullopt;

    ConnectResponse response{.result = result[0]};
    const auto blocks = settingsBlocks(connectData);
    if (!blocks) return response.result == 0 ? std::nullopt : std::optional(response);    // a refusal needs no settings
    if (!readBlocks(*blocks, response)) return std::nullopt;
    return response;
}

std::optional<std::uint8_t> parseDisconnectUltimatum(ByteView pdu)
{
    const auto data = dataOf(pdu);
    if (!data || data->size() != 2) return std::nullopt;
    const unsigned word = ByteReader(*data).u16be();
    const unsigned choice = word >> 10U;
    const unsigned reason = word >> 7U & 7U;
    if (choice != 8 || reason > 4) return std::nullopt;
    return static_cast<std::uint8_t>(reason);
}

Bytes connectResponse(const ConnectResponse& response)
{
    ByteWriter core;
    core.u32le(response.version);
    if (response.requestedEcho) core.u32le(*response.requestedEcho);

    ByteWriter blocks;
    blocks.bytes(block(serverCore, core.take()));
    blocks.bytes(block(serverNetwork, ByteWriter{}.u16le(1003).u16le(0).take()));
    if (response.encryptionMethod && response.encryptionLevel) {
        ByteWriter security;
        security.u32le(*response.encryptionMethod).u32le(*response.encryptionLevel);
        // The server random and its certificate must be there; nobody goes on to use them.
        if (*response.encryptionMethod != 0 || *response.encryptionLevel != 0) security.u32le(32).u32le(0).zeros(32);
        blocks.bytes(block(serverSecurity, security.take()));
    }
    if (response.multitransport) {
        blocks.bytes(block(serverMultitransport, ByteWriter{}.u32le(*response.multitransport).take()));
    }

    ByteWriter conference;    // T.124 ConferenceCreateResponse, aligned PER
    conference.bytes(Bytes{0x14, 0x76, 0x0A, 0x01, 0x01, 0x00, 0x01, 0xC0, 0x00}).bytes(serverKey);
    perLength(conference, blocks.size());
    conference.bytes(blocks.take());

    ByteWriter connectData;
    connectData.bytes(connectDataId);
    perLength(connectData, conference.size());
    connectData.bytes(conference.take());

    const auto content = ByteWriter{}
                             .bytes(ber({enumeratedTag}, Bytes{response.result}))
                             .bytes(berInteger(0))    // calledConnectId
                             .bytes(domainParameters({34, 3, 0, 1, 0, 1, 65528, 2}))
                             .bytes(ber({octetStringTag}, connectData.take()))
                             .take();
    return dataPdu(ber({applicationTag, connectResponseTag}, content));
}

Bytes disconnectUltimatum(std::uint8_t reason)
{
    const auto word = static_cast<std::uint16_t>(8U << 10U | (reason & 7U) << 7U);
    return dataPdu(ByteWriter{}.u16be(word).take());
}

}    // namespace rdpmend::protocol

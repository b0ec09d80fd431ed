// Recordings made byte by byte: packets of a conversation between a client and a server, and the files they stand in.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/capture/decode.h"

namespace rdpmend::test {

inline const Bytes clientV4{10, 0, 0, 2}, serverV4{10, 0, 9, 3}, routerV4{10, 0, 0, 1};

inline std::uint16_t internetSum(ByteView bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) sum += static_cast<std::uint32_t>(bytes[i]) << (i % 2 == 0 ? 8 : 0);
    while (sum > 0xFFFF) sum = (sum & 0xFFFFU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

inline Bytes joined(ByteView a, ByteView b)
{
    Bytes out(a.begin(), a.end());
    out.insert(out.end(), b.begin(), b.end());
    return out;
}

struct IpHeader {
    std::uint8_t hops = 64;
    std::uint16_t id = 0;
    std::uint16_t fragment = 0;    // flags and offset, as they stand in the header
};

inline Bytes ipv4(const Bytes& from, const Bytes& to, std::uint8_t protocol, ByteView payload,
                  const IpHeader& header = {})
{
    ByteWriter out;
    out.u8(0x45).u8(0).u16be(static_cast<std::uint16_t>(20 + payload.size())).u16be(header.id).u16be(header.fragment);
    out.u8(header.hops).u8(protocol).u16be(0).bytes(from).bytes(to).bytes(payload);
    return out.take();
}

inline Bytes ipv6(const Bytes& from, const Bytes& to, std::uint8_t next, ByteView payload, std::uint8_t hops = 64)
{
    ByteWriter out;
    out.u32be(0x60000000).u16be(static_cast<std::uint16_t>(payload.size())).u8(next).u8(hops);
    return out.bytes(from).bytes(to).bytes(payload).take();
}

struct Tcp {
    std::uint16_t from = 0, to = 0;
    std::uint32_t sequence = 0, acknowledged = 0;
    std::uint8_t flags = capture::tcpAck;
    std::uint16_t window = 64000;
    Bytes options{};    // a multiple of 4
    Bytes data{};
    bool badChecksum = false;
    std::uint8_t reserved = 0;
};

// The check sum is over the addresses too, so they have to be known.
inline Bytes tcp(const Tcp& segment, const Bytes& source, const Bytes& destination)
{
    const auto write = [&segment](std::uint16_t sum) {
        ByteWriter out;
        out.u16be(segment.from).u16be(segment.to).u32be(segment.sequence).u32be(segment.acknowledged);
        out.u8(static_cast<std::uint8_t>((5 + segment.options.size() / 4) << 4U | segment.reserved)).u8(segment.flags);
        out.u16be(segment.window).u16be(sum).u16be(0).bytes(segment.options).bytes(segment.data);
        return out.take();
    };
    const Bytes without = write(0);
    ByteWriter pseudo;
    pseudo.bytes(source)
        .bytes(destination)
        .u32be(static_cast<std::uint32_t>(without.size()))
        .u32be(capture::protocolTcp);
    const auto sum = internetSum(joined(pseudo.take(), without));
    return write(static_cast<std::uint16_t>(segment.badChecksum ? sum ^ 0x5555U : sum));
}

inline Bytes udp(std::uint16_t from, std::uint16_t to, ByteView data)
{
    ByteWriter out;
    out.u16be(from).u16be(to).u16be(static_cast<std::uint16_t>(8 + data.size())).u16be(0).bytes(data);
    return out.take();
}

inline Bytes icmp(std::uint8_t type, std::uint8_t code, std::uint32_t rest, ByteView about)
{
    ByteWriter out;
    out.u8(type).u8(code).u16be(0).u32be(rest).bytes(about.first(std::min<std::size_t>(about.size(), 28)));
    return out.take();
}

inline Bytes ethernet(ByteView ip, std::uint16_t type = 0x0800)
{
    ByteWriter out;
    out.zeros(12).u16be(type).bytes(ip);
    return out.take();
}

inline Bytes tlsRecord(std::uint8_t type, ByteView content, std::uint16_t version = 0x0303)
{
    ByteWriter out;
    out.u8(type).u16be(version).u16be(static_cast<std::uint16_t>(content.size())).bytes(content);
    return out.take();
}

inline Bytes handshake(std::uint8_t type, ByteView body)
{
    ByteWriter out;
    out.u8(type).u8(0).u16be(static_cast<std::uint16_t>(body.size())).bytes(body);
    return out.take();
}

inline Bytes clientHello(std::string_view serverName = "pc-17")
{
    const auto length = static_cast<std::uint16_t>(serverName.size());
    ByteWriter name;
    name.u16be(0)
        .u16be(static_cast<std::uint16_t>(length + 5))
        .u16be(static_cast<std::uint16_t>(length + 3))
        .u8(0)
        .u16be(length);
    const Bytes extension = name.text(serverName).take();
    ByteWriter body;
    body.u16be(0x0303).zeros(32).u8(0).u16be(2).u16be(0xC030).u8(1).u8(0);
    body.u16be(static_cast<std::uint16_t>(extension.size())).bytes(extension);
    return tlsRecord(22, handshake(1, body.take()));
}

// ServerHello, Certificate and ServerHelloDone in one record, TLS 1.2.
inline Bytes serverFlight(std::size_t certificateSize = 700)
{
    ByteWriter hello;
    hello.u16be(0x0303).zeros(32).u8(0).u16be(0xC030).u8(0);
    return tlsRecord(
        22, joined(joined(handshake(2, hello.take()), handshake(11, Bytes(certificateSize))), handshake(14, {})));
}

inline Bytes finished()
{
    return joined(tlsRecord(20, Bytes{1}), tlsRecord(22, Bytes(40)));
}

// Packets with their times, and the files made of them.
class CaptureBuilder {
public:
    CaptureBuilder& at(double seconds)
    {
        m_now = std::chrono::nanoseconds(std::llround(seconds * 1e9));
        return *this;
    }
    CaptureBuilder& frame(Bytes bytes)
    {
        m_packets.emplace_back(m_now, std::move(bytes));
        return *this;
    }
    CaptureBuilder& ip(ByteView bytes) { return frame(ethernet(bytes, bytes[0] >> 4U == 6 ? 0x86DD : 0x0800)); }

    Bytes pcap(bool big = false, bool nanoseconds = false, std::uint32_t link = capture::linkEthernet,
               std::size_t snapLength = 65535) const
    {
        ByteWriter out;
        const auto u32 = [&out, big](std::uint64_t value) {
            const auto word = static_cast<std::uint32_t>(value);
            big ? out.u32be(word) : out.u32le(word);
        };
        u32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4), u32(big ? 0x00020004 : 0x00040002), u32(0), u32(0), u32(snapLength),
            u32(link);
        for (const auto& [at, bytes] : m_packets) {
            const auto kept = std::min(bytes.size(), snapLength);
            const auto fraction = at.count() % 1'000'000'000;
            u32(static_cast<std::uint64_t>(at.count() / 1'000'000'000));
            u32(static_cast<std::uint64_t>(nanoseconds ? fraction : fraction / 1000)), u32(kept), u32(bytes.size());
            out.bytes(ByteView(bytes).first(kept));
        }
        return out.take();
    }

    const std::vector<std::pair<capture::Time, Bytes>>& packets() const { return m_packets; }

private:
    capture::Time m_now{};
    std::vector<std::pair<capture::Time, Bytes>> m_packets;
};

// pcapng, block by block.
class PcapngBuilder {
public:
    explicit PcapngBuilder(bool big = false) : m_big(big) {}

    PcapngBuilder& block(std::uint32_t type, ByteView body)
    {
        Bytes padded(body.begin(), body.end());
        padded.resize((body.size() + 3) / 4 * 4);
        const auto length = static_cast<std::uint32_t>(padded.size() + 12);
        u32(type), u32(length), m_out.bytes(padded), u32(length);
        return *this;
    }
    PcapngBuilder& section()
    {
        PcapngBuilder body(m_big);
        body.u32(0x1A2B3C4D), body.u16(1), body.u16(0), body.u32(0xFFFFFFFF), body.u32(0xFFFFFFFF);
        return block(0x0A0D0D0A, body.m_out.take());
    }
    // options: code and value; they are padded here.
    PcapngBuilder& device(std::uint16_t link, std::uint32_t snapLength = 0,
                          const std::vector<std::pair<std::uint16_t, Bytes>>& options = {})
    {
        PcapngBuilder body(m_big);
        body.u16(link), body.u16(0), body.u32(snapLength);
        for (const auto& [code, value] : options) {
            body.u16(code), body.u16(static_cast<std::uint16_t>(value.size()));
            body.m_out.bytes(value).zeros((4 - value.size() % 4) % 4);
        }
        if (!options.empty()) body.u16(0), body.u16(0);
        return block(1, body.m_out.take());
    }
    PcapngBuilder& packet(std::uint64_t units, ByteView bytes, std::uint32_t on = 0)
    {
        PcapngBuilder body(m_big);
        body.u32(on), body.u32(static_cast<std::uint32_t>(units >> 32U)), body.u32(static_cast<std::uint32_t>(units));
        body.u32(static_cast<std::uint32_t>(bytes.size())), body.u32(static_cast<std::uint32_t>(bytes.size()));
        return block(6, joined(body.m_out.take(), bytes));
    }
    PcapngBuilder& oldPacket(std::uint64_t units, ByteView bytes)
    {
        PcapngBuilder body(m_big);
        body.u16(0), body.u16(0), body.u32(static_cast<std::uint32_t>(units >> 32U)),
            body.u32(static_cast<std::uint32_t>(units));
        body.u32(static_cast<std::uint32_t>(bytes.size())), body.u32(static_cast<std::uint32_t>(bytes.size()));
        return block(2, joined(body.m_out.take(), bytes));
    }
    PcapngBuilder& simplePacket(ByteView bytes)
    {
        PcapngBuilder body(m_big);
        body.u32(static_cast<std::uint32_t>(bytes.size()));
        return block(3, joined(body.m_out.take(), bytes));
    }
    PcapngBuilder& order(bool big)
    {
        m_big = big;
        return *this;
    }
    Bytes take() { return m_out.take(); }
    void u16(std::uint16_t value) { m_big ? m_out.u16be(value) : m_out.u16le(value); }
    void u32(std::uint32_t value) { m_big ? m_out.u32be(value) : m_out.u32le(value); }

private:
    bool m_big;
    ByteWriter m_out;
};

// One TCP connection between 10.0.0.2 (TTL 64, the recording is made there) and 10.0.9.3 (TTL 121 of 128): numbers are
// kept, so that a test says only what matters to it.
class Talk {
public:
    explicit Talk(CaptureBuilder& into, std::uint16_t port = 3389, std::uint16_t clientPort = 50000)
        : m_into(into), m_port(port), m_clientPort(clientPort)
    {}

    double now = 1.0;            // of the next packet, seconds
    double step = 0.001;         // between packets
    double roundTrip = 0.020;    // of the handshake
    bool clientChecksums = true;
    bool serverIds = true;    // they count up by one; without, they are all 0
    std::uint8_t serverHops = 121;
    Bytes synOptions{2, 4, 0x05, 0xB4, 1, 3, 3, 8};    // MSS 1460, window scale 8

    Talk& open()
    {
        syn();
        now += roundTrip - step;
        server({}, capture::tcpSyn | capture::tcpAck, synOptions);
        ++m_server;
        return client({});
    }
    Talk& syn()
    {
        Tcp segment{
            .from = m_clientPort, .to = m_port, .sequence = 1000, .flags = capture::tcpSyn, .options = synOptions};
        send(true, segment);
        m_client = 1001;
        return *this;
    }
    Talk& client(ByteView data, std::uint8_t flags = capture::tcpAck, const Bytes& options = {})
    {
        send(true, {.from = m_clientPort,
                    .to = m_port,
                    .sequence = m_client,
                    .acknowledged = m_server,
                    .flags = flags,
                    .options = options,
                    .data = {data.begin(), data.end()},
                    .badChecksum = !clientChecksums});
        m_client += static_cast<std::uint32_t>(data.size()) + ((flags & capture::tcpFin) != 0 ? 1 : 0);
        return *this;
    }
    Talk& server(ByteView data, std::uint8_t flags = capture::tcpAck, const Bytes& options = {})
    {
        send(false, {.from = m_port,
                     .to = m_clientPort,
                     .sequence = m_server,
                     .acknowledged = m_client,
                     .flags = flags,
                     .options = options,
                     .data = {data.begin(), data.end()}});
        m_server += static_cast<std::uint32_t>(data.size()) + ((flags & capture::tcpFin) != 0 ? 1 : 0);
        return *this;
    }
    // A reset by the server, or in its name.
    struct ResetOf {
        std::uint8_t hops = 0;                // 0: as the server's
        std::optional<std::uint16_t> id{};    // otherwise the next one
        std::uint8_t flags = capture::tcpRst | capture::tcpAck;
        std::uint8_t reserved = 0;
    };
    Talk& reset(const ResetOf& of)
    {
        Tcp segment{.from = m_port,
                    .to = m_clientPort,
                    .sequence = m_server,
                    .acknowledged = (of.flags & capture::tcpAck) != 0 ? m_client : 0,
                    .flags = of.flags,
                    .window = 0,
                    .reserved = of.reserved};
        if (of.id) m_nextId = *of.id;
        const bool ids = std::exchange(serverIds, serverIds || of.id);
        send(false, segment, of.hops);
        serverIds = ids;
        return *this;
    }
    Talk& reset() { return reset(ResetOf{}); }
    Talk& clientReset() { return client({}, capture::tcpRst | capture::tcpAck); }
    Talk& wait(double seconds)
    {
        now += seconds;
        return *this;
    }
    // Bytes that were sent and never came by here.
    Talk& lose(std::size_t bytes)
    {
        m_server += static_cast<std::uint32_t>(bytes);
        return *this;
    }
    // The same bytes once more.
    Talk& serverAgain(ByteView data)
    {
        m_server -= static_cast<std::uint32_t>(data.size());
        return server(data);
    }
    Talk& clientAgain(ByteView data)
    {
        m_client -= static_cast<std::uint32_t>(data.size());
        return client(data);
    }
    Talk& clientAcks(std::uint32_t back, const Bytes& options = {})    // all but the last `back` bytes
    {
        m_server -= back;
        client({}, capture::tcpAck, options);
        m_server += back;
        return *this;
    }
    std::uint32_t serverSequence() const { return m_server; }
    std::uint32_t clientSequence() const { return m_client; }

private:
    void send(bool fromClient, const Tcp& segment, std::uint8_t hops = 0)
    {
        const Bytes& from = fromClient ? clientV4 : serverV4;
        const Bytes& to = fromClient ? serverV4 : clientV4;
        IpHeader header{.hops = fromClient ? std::uint8_t{64} : serverHops,
                        .id = fromClient ? m_clientId++ : std::uint16_t{0}};
        if (!fromClient && serverIds) header.id = m_nextId++;
        if (hops != 0) header.hops = hops;
        m_into.at(now).ip(ipv4(from, to, capture::protocolTcp, tcp(segment, from, to), header));
        now += step;
    }

    CaptureBuilder& m_into;
    std::uint16_t m_port, m_clientPort;
    std::uint32_t m_client = 1000, m_server = 7000;
    std::uint16_t m_clientId = 100, m_nextId = 500;
};

}    // namespace rdpmend::test

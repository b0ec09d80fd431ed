// Files: both formats, both byte orders, every clock; what is no recording, and files cut at every byte.
#include "core/capture/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/capture/analysis.h"
#include "tests/support/capture_builder.h"

namespace rdpmend::capture {
namespace {

using testing::HasSubstr;
using namespace test;

struct Read {
    std::vector<Time> times{};
    std::vector<Bytes> packets{};
    std::vector<std::uint32_t> links{};
    FileEnd end = FileEnd::Whole;
    std::string format{}, refused{};
};

Read read(const Bytes& file)
{
    std::istringstream in(toText(file));
    auto reader = openCapture(in);
    if (!reader) return {.refused = describe(reader.error())};
    Read out{.format = std::string((*reader)->format())};
    while (const auto packet = (*reader)->next()) {
        out.times.push_back(packet->at);
        out.packets.emplace_back(packet->bytes.begin(), packet->bytes.end());
        out.links.push_back(packet->link);
    }
    out.end = (*reader)->fileEnd();
    return out;
}

CaptureBuilder twoPackets()
{
    CaptureBuilder builder;
    builder.at(1.5).frame(Bytes(60, 1)).at(2.000000250).frame(Bytes(61, 2));
    return builder;
}

TEST(Pcap, IsReadInBothByteOrdersAndWithBothClocks)
{
    for (const bool big : {false, true})
        for (const bool nanoseconds : {false, true}) {
            const Read got = read(twoPackets().pcap(big, nanoseconds));
            ASSERT_EQ(got.packets.size(), 2U) << got.refused;
            EXPECT_EQ(got.format, "pcap");
            EXPECT_EQ(got.end, FileEnd::Whole);
            EXPECT_EQ(got.times[0], std::chrono::milliseconds(1500));
            EXPECT_EQ(got.times[1].count(), nanoseconds ? 2'000'000'250 : 2'000'000'000);
            EXPECT_EQ(got.packets[1], Bytes(61, 2));
            EXPECT_EQ(got.links[0], linkEthernet);
        }
}

TEST(Pcap, WithoutPacketsIsWhole)
{
    const Read got = read(CaptureBuilder().pcap());
    EXPECT_TRUE(got.packets.empty());
    EXPECT_EQ(got.end, FileEnd::Whole);
}

TEST(Pcap, CutAnywhereGivesTheWholePacketsBefore)
{
    const Bytes whole = twoPackets().pcap();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Read got = read(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        const std::size_t first = 24, second = first + 16 + 60;
        if (size < first) {
            EXPECT_NE(got.refused, "") << size;
            continue;
        }
        EXPECT_EQ(got.packets.size(), size >= second ? 1U : 0U) << size;
        EXPECT_EQ(got.end, size == first || size == second ? FileEnd::Whole : FileEnd::CutShort) << size;
    }
}

TEST(Pcap, LengthsThatCannotBeAreDamage)
{
    Bytes file = twoPackets().pcap();
    file[24 + 16 + 60 + 10] = 0xFF;    // the second packet's length, 16 MiB and more
    const Read got = read(file);
    EXPECT_EQ(got.packets.size(), 1U);
    EXPECT_EQ(got.end, FileEnd::Damaged);
}

TEST(Pcap, RoomThatWasNeverFilledIsDamageAndNotMillionsOfPackets)
{
    Bytes file = CaptureBuilder().pcap();
    file.resize(file.size() + 4096);
    const Read got = read(file);
    EXPECT_TRUE(got.packets.empty());
    EXPECT_EQ(got.end, FileEnd::Damaged);
}

TEST(Pcapng, IsReadInBothByteOrders)
{
    for (const bool big : {false, true}) {
        const Bytes file = PcapngBuilder(big)
                               .section()
                               .device(linkEthernet)
                               .packet(1'500'000, Bytes(61, 7))
                               .block(5, Bytes(24))    // statistics
                               .oldPacket(2'000'000, Bytes(60, 8))
                               .simplePacket(Bytes(50, 9))
                               .take();
        const Read got = read(file);
        ASSERT_EQ(got.packets.size(), 3U) << got.refused;
        EXPECT_EQ(got.format, "pcapng");
        EXPECT_EQ(got.end, FileEnd::Whole);
        EXPECT_EQ(got.times[0], std::chrono::milliseconds(1500));
        EXPECT_EQ(got.packets[0], Bytes(61, 7));
        EXPECT_EQ(got.times[1], std::chrono::seconds(2));
        EXPECT_EQ(got.times[2], got.times[1]) << "it has no time of its own";
    }
}

TEST(Pcapng, InterfacesHaveTheirOwnClocks)
{
    const auto timeOf = [](const std::vector<std::pair<std::uint16_t, Bytes>>& options, std::uint64_t units) {
        return read(PcapngBuilder().section().device(linkEthernet, 0, options).packet(units, Bytes(20)).take())
            .times.at(0);
    };
    EXPECT_EQ(timeOf({}, 3), std::chrono::microseconds(3));
    EXPECT_EQ(timeOf({{9, {9}}}, 3), Time(3));
    EXPECT_EQ(timeOf({{9, {3}}}, 3), std::chrono::milliseconds(3));
    EXPECT_EQ(timeOf({{9, {0x80 | 10}}}, 1536), std::chrono::milliseconds(1500));
    EXPECT_EQ(timeOf({{14, {10, 0, 0, 0, 0, 0, 0, 0}}}, 3'000'000), std::chrono::seconds(13));
    EXPECT_EQ(timeOf({{1, {'x'}}, {9, {0}}}, 4), std::chrono::seconds(4));
    EXPECT_EQ(timeOf({{9, {0xFF}}}, ~std::uint64_t{0}).count() >= 0, true) << "some time, and no overflow";
    EXPECT_EQ(timeOf({{9, {0}}}, ~std::uint64_t{0}), std::chrono::seconds(9'000'000'000));
    EXPECT_EQ(timeOf({{14, {0, 0, 0, 0, 0, 0, 0, 0x80}}}, 1).count() >= 0, true);
}

TEST(Pcapng, SectionsChangeByteOrderAndForgetInterfaces)
{
    const Bytes file = PcapngBuilder()
                           .section()
                           .device(linkEthernet)
                           .packet(1, Bytes(20, 1))
                           .order(true)
                           .section()
                           .device(linkRaw)
                           .packet(2, Bytes(20, 2))
                           .section()
                           .packet(3, Bytes(20, 3))
                           .take();
    const Read got = read(file);
    ASSERT_EQ(got.packets.size(), 2U);
    EXPECT_EQ(got.links, (std::vector<std::uint32_t>{linkEthernet, linkRaw}));
    EXPECT_EQ(got.end, FileEnd::Damaged) << "a packet of an interface that nobody described";
}

TEST(Pcapng, CutAnywhereIsReadAsFarAsItGoes)
{
    const Bytes whole =
        PcapngBuilder().section().device(linkEthernet, 0, {{9, {6}}}).packet(1, Bytes(20)).packet(2, Bytes(20)).take();
    std::size_t before = 0;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const Read got = read(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        EXPECT_GE(got.packets.size(), before) << size;
        before = got.packets.size();
        EXPECT_EQ(got.refused != "", size < 28) << size;
    }
    EXPECT_EQ(before, 2U);
}

TEST(Pcapng, BlocksThatCannotBeAreDamage)
{
    const Bytes begin = PcapngBuilder().section().device(linkEthernet).take();
    const auto damaged = [&begin](std::initializer_list<std::uint32_t> words) {
        ByteWriter more;
        for (const auto word : words) more.u32le(word);
        return read(joined(begin, more.zeros(64).take())).end == FileEnd::Damaged;
    };
    EXPECT_TRUE(damaged({6, 8})) << "shorter than its own frame";
    EXPECT_TRUE(damaged({6, 33})) << "no multiple of four";
    EXPECT_TRUE(damaged({6, 0xFFFFFFFC})) << "four gigabytes";
    EXPECT_TRUE(damaged({6, 16})) << "no room for a packet's head";
    EXPECT_TRUE(damaged({6, 36, 0, 0, 0, 500, 500})) << "a packet longer than its block";
    EXPECT_TRUE(damaged({6, 36, 9, 0, 0, 4, 4})) << "no such interface";
    EXPECT_TRUE(damaged({1, 16, 0})) << "an interface without its head";
    EXPECT_TRUE(damaged({3, 12})) << "a simple packet without its length";
    EXPECT_TRUE(damaged({0x0A0D0D0A, 28, 0x11111111})) << "a section of no byte order";
}

TEST(Files, ThatAreNoRecordingsSaySoAndWhatToDo)
{
    EXPECT_THAT(read({}).refused, HasSubstr("empty"));
    EXPECT_THAT(read(toBytes("Hello, world, this is no recording.")).refused, HasSubstr("no recording of packets"));
    EXPECT_THAT(read({0x1F, 0x8B, 8, 0, 0}).refused, HasSubstr("gzip -dk"));
    EXPECT_THAT(read({0x28, 0xB5, 0x2F, 0xFD, 0}).refused, HasSubstr("zstd"));
    EXPECT_THAT(read({0xFD, '7', 'z', 'X', 'Z', 0}).refused, HasSubstr("xz"));
    EXPECT_THAT(read(toBytes("BZh91AY")).refused, HasSubstr("bzip2"));
    EXPECT_THAT(read({'P', 'K', 3, 4, 0}).refused, HasSubstr("ZIP"));
    EXPECT_THAT(read(toBytes("GMBU----")).refused, HasSubstr("Network Monitor"));
    EXPECT_THAT(read(toBytes("snoop---")).refused, HasSubstr("snoop"));
    Bytes trace(200);
    trace[1] = 0x10;    // buffers of 4096 bytes
    trace[74] = 2, trace[75] = 0xC0;
    EXPECT_THAT(read(trace).refused, HasSubstr("event trace"));
    EXPECT_THAT(read(trace).refused, HasSubstr("pktmon etl2pcap"));
    EXPECT_THAT(read(Bytes(4096)).refused, HasSubstr("no recording of packets"));
    EXPECT_THAT(read({0xD4, 0xC3, 0xB2, 0xA1, 2, 0}).refused, HasSubstr("cut short"));
    EXPECT_THAT(read({0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0}).refused, HasSubstr("cut short"));
}

TEST(Files, WhatIsWrongWithThemIsTold)
{
    const auto noteOf = [](const Bytes& file) {
        std::istringstream in(toText(file));
        const auto recording = analyse(in);
        return recording && !recording->notes.empty() ? recording->notes.front().id : std::string{};
    };
    const Bytes whole = twoPackets().pcap();
    EXPECT_EQ(noteOf(whole), "");
    EXPECT_EQ(noteOf(Bytes(whole.begin(), whole.end() - 1)), "file_cut_short");
    EXPECT_EQ(noteOf(joined(whole, Bytes(16))), "file_damaged");
    EXPECT_EQ(noteOf(CaptureBuilder().pcap()), "no_packets");
    EXPECT_EQ(noteOf(twoPackets().pcap(false, false, 105)), "foreign_link");
}

}    // namespace
}    // namespace rdpmend::capture

// Which format a file has, by its first bytes; and what it is when it is none that can be read.
#include "core/capture/reader.h"

#include <string>

#include "core/capture/input.h"

namespace rdpmend::capture {
namespace {

struct Foreign {
    std::string_view begin, sentence;
};
constexpr Foreign foreigners[] = {
    {"\x1F\x8B", "The file is compressed with gzip; unpack it first, for example: gzip -dk FILE"},
    {"\x28\xB5\x2F\xFD", "The file is compressed with zstd; unpack it first, for example: zstd -dk FILE"},
    {"\xFD"
     "7zXZ",
     "The file is compressed with xz; unpack it first, for example: xz -dk FILE"},
    {"BZh", "The file is compressed with bzip2; unpack it first, for example: bzip2 -dk FILE"},
    {"PK\x03\x04", "The file is a ZIP archive; unpack it first and name the recording inside."},
    {"GMBU", "The file is a recording of Network Monitor; open it in Wireshark and save it as pcapng."},
    {"snoop", "The file is a recording of snoop; open it in Wireshark and save it as pcapng."},
};
constexpr auto convertEtl =
    "The file is an event trace (.etl); convert it first: pktmon etl2pcap FILE --out FILE.pcapng";
constexpr auto unknown =
    "The file is no recording of packets (pcap or pcapng). A .etl file of Windows has to be converted first: pktmon "
    "etl2pcap FILE --out FILE.pcapng";

// WMI_BUFFER_HEADER (72 bytes, the buffer's size first), then the first event's header: version, type 1 or 2, 0xC0.
bool isEventTrace(ByteView begin)
{
    ByteReader reader(begin);
    const auto size = reader.u32le();
    reader.skip(72 - 4 + 2);
    const auto type = reader.u8();
    const auto mark = reader.u8();
    return reader.ok() && size >= 1024 && size % 512 == 0 && (type == 1 || type == 2) && mark == 0xC0;
}

Error refuse(Input& input, const Bytes& magic)
{
    if (magic.empty()) return refusal("The file is empty.");
    Bytes begin = magic;
    const auto more = input.take(96);
    begin.insert(begin.end(), more.begin(), more.end());
    const std::string text = toText(begin);
    for (const auto& [first, sentence] : foreigners)
        if (text.starts_with(first)) return refusal(std::string(sentence));
    return refusal(isEventTrace(begin) ? convertEtl : unknown);
}

}    // namespace

Result<std::unique_ptr<Reader>> openCapture(std::istream& in)
{
    constexpr std::uint32_t microseconds = 0xA1B2C3D4, nanoseconds = 0xA1B23C4D, section = 0x0A0D0D0A;
    Input input(in);
    const auto first = input.take(4);
    const Bytes magic(first.begin(), first.end());
    ByteReader little(magic), big(magic);
    const auto asLittle = little.u32le();
    const auto asBig = big.u32be();
    std::unique_ptr<Reader> reader;
    if (asLittle == microseconds || asLittle == nanoseconds)
        reader = pcapReader(std::move(input), {.big = false}, asLittle == nanoseconds);
    else if (asBig == microseconds || asBig == nanoseconds)
        reader = pcapReader(std::move(input), {.big = true}, asBig == nanoseconds);
    else if (asLittle == section)
        reader = pcapngReader(std::move(input));
    else
        return refuse(input, magic);
    if (!reader) return refusal("The file begins like a recording of packets, but its header is cut short or damaged.");
    return reader;
}

}    // namespace rdpmend::capture

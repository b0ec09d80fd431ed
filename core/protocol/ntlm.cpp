#include "core/protocol/ntlm.h"

#include <algorithm>
#include <ratio>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::string_view signature{"NTLMSSP\0", 8};
constexpr std::uint32_t negotiateType = 1;
constexpr std::uint32_t challengeType = 2;
constexpr std::uint32_t negotiateFlags = 0xE20882B7;    // as a current client: Unicode, NTLMv2, target, version

constexpr std::uint32_t unicodeFlag = 0x00000001;
constexpr std::uint32_t targetInfoFlag = 0x00800000;
constexpr std::uint32_t versionFlag = 0x02000000;
constexpr std::uint8_t revision = 0x0F;    // NTLMSSP_REVISION_W2K3, last byte of every VERSION
constexpr std::size_t targetInfoAt = 40;
constexpr std::size_t versionAt = 48;
constexpr std::size_t payloadAt = 56;

// AvId, [MS-NLMP] 2.2.2.1
enum : std::uint16_t {
    endOfList = 0,
    netbiosComputer = 1,
    netbiosDomain = 2,
    dnsComputer = 3,
    dnsDomain = 4,
    dnsTree = 5,
    avTimestamp = 7,
};

using FileTime = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;    // since 1601
constexpr FileTime unixEpoch = std::chrono::seconds{11'644'473'600};
constexpr FileTime year2200 = unixEpoch + std::chrono::seconds{7'258'118'400};

// A clock outside 1970..2200 is no clock; std::chrono::system_clock could not hold all of FILETIME's range either.
std::optional<std::chrono::system_clock::time_point> fromFileTime(std::uint64_t ticks)
{
    if (ticks < static_cast<std::uint64_t>(unixEpoch.count()) || ticks > static_cast<std::uint64_t>(year2200.count()))
        return std::nullopt;
    const FileTime since1970 = FileTime(static_cast<std::int64_t>(ticks)) - unixEpoch;
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(since1970));
}

std::uint64_t toFileTime(std::chrono::system_clock::time_point time)
{
    return static_cast<std::uint64_t>(
        (std::chrono::duration_cast<FileTime>(time.time_since_epoch()) + unixEpoch).count());
}

// A length, its maximum and an offset from the message's begin. nullopt: points outside the message.
std::optional<ByteView> readField(ByteView message, std::size_t at)
{
    ByteReader field(message);
    field.skip(at);
    const std::size_t length = field.u16le();
    field.skip(2);
    const std::size_t offset = field.u32le();
    if (!field.ok()) return std::nullopt;
    if (length == 0) return ByteView{};
    if (offset > message.size() || length > message.size() - offset) return std::nullopt;
    return message.subspan(offset, length);
}

bool readTargetInfo(ByteView list, NtlmChallenge& challenge)
{
    ByteReader reader(list);
    while (reader.left() != 0) {
        const auto id = reader.u16le();
        const auto value = reader.take(reader.u16le());
        if (!reader.ok()) return false;
        switch (id) {
        case endOfList: return true;
        case netbiosComputer: challenge.netbiosComputer = fromUtf16le(value); break;
        case netbiosDomain: challenge.netbiosDomain = fromUtf16le(value); break;
        case dnsComputer: challenge.dnsComputer = fromUtf16le(value); break;
        case dnsDomain: challenge.dnsDomain = fromUtf16le(value); break;
        case dnsTree: challenge.dnsTree = fromUtf16le(value); break;
        case avTimestamp:
            if (value.size() != 8) return false;
            challenge.timestamp = fromFileTime(ByteReader(value).u64le());
            break;
        default: break;    // flags, target name, channel bindings: nothing we tell
        }
    }
    return true;    // the mark at the end is missing, but nothing of the list is
}

void writeField(ByteWriter& writer, std::size_t length, std::size_t offset)
{
    const auto size = static_cast<std::uint16_t>(length);
    writer.u16le(size).u16le(size).u32le(static_cast<std::uint32_t>(offset));
}

}    // namespace

Bytes ntlmNegotiate()
{
    return ByteWriter{}
        .text(signature)
        .u32le(negotiateType)
        .u32le(negotiateFlags)
        .zeros(16)    // no domain, no workstation
        .u8(10)
        .u8(0)
        .u16le(19041)
        .zeros(3)
        .u8(revision)
        .take();
}

std::optional<NtlmChallenge> parseNtlmChallenge(ByteView message)
{
    ByteReader reader(message);
    const auto begin = reader.take(signature.size());
    const auto type = reader.u32le();
    reader.skip(8);    // target name, read below
    NtlmChallenge challenge{.flags = reader.u32le()};
    reader.skip(8);    // the server's challenge
    if (!reader.ok() || type != challengeType || toText(begin) != signature) return std::nullopt;

    const auto targetName = readField(message, 12);
    if (!targetName) return std::nullopt;
    // Without Unicode the name is in some code page that is not told.
    challenge.targetName =
        (challenge.flags & unicodeFlag) != 0 ? fromUtf16le(*targetName) : sanitise(toText(*targetName));

    if ((challenge.flags & targetInfoFlag) != 0) {
        const auto targetInfo = readField(message, targetInfoAt);
        if (!targetInfo || !readTargetInfo(*targetInfo, challenge)) return std::nullopt;
    }
    if ((challenge.flags & versionFlag) != 0 && message.size() >= payloadAt && message[payloadAt - 1] == revision) {
        ByteReader version(message.subspan(versionAt));
        challenge.major = version.u8();
        challenge.minor = version.u8();
        challenge.build = version.u16le();
    }
    return challenge;
}

Bytes ntlmChallenge(const NtlmChallenge& challenge)
{
    ByteWriter info;
    const auto pair = [&info](std::uint16_t id, ByteView value) {
        info.u16le(id).u16le(static_cast<std::uint16_t>(value.size())).bytes(value);
    };
    const auto nameOf = [&pair](std::uint16_t id, const std::string& text) {
        if (!text.empty()) pair(id, toUtf16le(text));
    };
    nameOf(netbiosDomain, challenge.netbiosDomain);
    nameOf(netbiosComputer, challenge.netbiosComputer);
    nameOf(dnsDomain, challenge.dnsDomain);
    nameOf(dnsComputer, challenge.dnsComputer);
    nameOf(dnsTree, challenge.dnsTree);
    if (challenge.timestamp) {
        const auto ticks = toFileTime(*challenge.timestamp);
        pair(avTimestamp, ByteWriter{}
                              .u32le(static_cast<std::uint32_t>(ticks & 0xFFFFFFFFU))
                              .u32le(static_cast<std::uint32_t>(ticks >> 32U))
                              .take());
    }
    pair(endOfList, {});

    const auto targetName = toUtf16le(challenge.targetName);
    ByteWriter writer;
    writer.text(signature).u32le(challengeType);
    writeField(writer, targetName.size(), payloadAt);
    writer.u32le(challenge.flags | unicodeFlag | targetInfoFlag | versionFlag);
    writer.text("practice");    // the challenge: nobody ever answers it
    writer.zeros(8);
    writeField(writer, info.size(), payloadAt + targetName.size());
    writer.u8(challenge.major).u8(challenge.minor).u16le(challenge.build).zeros(3).u8(revision);
    return writer.bytes(targetName).bytes(info.take()).take();
}

}    // namespace rdpmend::protocol

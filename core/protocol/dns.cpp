#include "core/protocol/dns.h"

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::size_t labelLimit = 63;
constexpr std::size_t nameLimit = 253;
constexpr std::size_t addressLimit = 64;
constexpr std::uint16_t internetClass = 1;

// Passes a name. A compression pointer ends it and is not followed: nothing here needs the name itself, so no chain of
// pointers can go in circles.
void skipName(ByteReader& reader)
{
    for (;;) {
        const auto length = reader.u8();
        if (length == 0) return;    // the root, or the reader has failed
        if (length >= 0xC0) {
            reader.skip(1);
            return;
        }
        if (length > labelLimit) {
            reader.fail();
            return;
        }
        reader.skip(length);
    }
}

}    // namespace

std::optional<Bytes> dnsQuery(std::uint16_t id, std::string_view name, std::uint16_t type)
{
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() > nameLimit) return std::nullopt;
    ByteWriter writer;
    writer.u16be(id).u16be(0x0100);                // recursion desired
    writer.u16be(1).u16be(0).u16be(0).u16be(0);    // one question
    for (const auto& label : split(name, '.')) {
        if (label.empty() || label.size() > labelLimit) return std::nullopt;
        writer.u8(static_cast<std::uint8_t>(label.size())).text(label);
    }
    return writer.u8(0).u16be(type).u16be(internetClass).take();
}

std::optional<DnsReply> parseDnsReply(ByteView message)
{
    ByteReader reader(message);
    DnsReply reply{.id = reader.u16be()};
    const unsigned flags = reader.u16be();
    const unsigned questions = reader.u16be();
    const unsigned answers = reader.u16be();
    reader.skip(4);    // authority and additional records are not read
    const bool isReply = (flags & 0x8000U) != 0 && (flags & 0x7800U) == 0;
    if (!reader.ok() || !isReply) return std::nullopt;
    reply.rcode = static_cast<std::uint8_t>(flags & 0x0FU);
    reply.truncated = (flags & 0x0200U) != 0;

    for (unsigned i = 0; i < questions && reader.ok(); ++i) {
        skipName(reader);
        reader.skip(4);
    }
    for (unsigned i = 0; i < answers && reader.ok(); ++i) {
        skipName(reader);
        const auto type = reader.u16be();
        const auto recordClass = reader.u16be();
        reader.skip(4);    // time to live
        const auto data = reader.take(reader.u16be());
        const bool isAddress = (type == dnsA && data.size() == 4) || (type == dnsAaaa && data.size() == 16);
        if (reader.ok() && isAddress && recordClass == internetClass && reply.addresses.size() < addressLimit)
            reply.addresses.push_back(addressText(data));
    }
    if (!reader.ok() && !reply.truncated) return std::nullopt;    // a truncated reply may end inside a record
    return reply;
}

}    // namespace rdpmend::protocol

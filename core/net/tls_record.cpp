#include "core/net/tls_record.h"

namespace rdpmend::tls {
namespace {

constexpr std::uint16_t supportedVersions = 43;

std::size_t u24be(ByteReader& reader)
{
    const std::size_t high = reader.u8();
    return high << 16U | reader.u16be();
}

}    // namespace

std::optional<ServerHello> readServerHello(ByteView body)
{
    ByteReader reader(body);
    ServerHello hello;
    hello.version = reader.u16be();
    reader.skip(32);    // random
    reader.skip(reader.u8());
    hello.suite = reader.u16be();
    reader.skip(1);    // compression method
    if (!reader.ok()) return std::nullopt;
    if (reader.left() == 0) return hello;
    ByteReader extensions(reader.take(reader.u16be()));
    while (reader.ok() && extensions.ok() && extensions.left() > 0) {
        const auto type = extensions.u16be();
        const auto data = extensions.take(extensions.u16be());
        if (type == supportedVersions && data.size() == 2) hello.version = ByteReader(data).u16be();
    }
    if (!reader.ok() || !extensions.ok()) return std::nullopt;
    return hello;
}

std::optional<std::vector<Bytes>> readCertificates(ByteView body, bool tls13)
{
    ByteReader reader(body);
    if (tls13) reader.skip(reader.u8());    // certificate_request_context
    ByteReader list(reader.take(u24be(reader)));
    std::vector<Bytes> chain;
    while (list.ok() && list.left() > 0 && chain.size() <= certificateLimit) {
        const auto der = list.take(u24be(list));
        if (tls13) list.skip(list.u16be());    // extensions of this entry
        chain.emplace_back(der.begin(), der.end());
    }
    if (!reader.ok() || !list.ok()) return std::nullopt;
    return chain;
}

bool mayBeTls(ByteView start)
{
    const bool type = start.empty() || (start[0] >= 20 && start[0] <= 23);
    return type && (start.size() < 2 || start[1] == 3);
}

std::string versionName(std::uint16_t version)
{
    switch (version) {
    case 0x0300: return "SSLv3";
    case 0x0301: return "TLSv1";
    case 0x0302: return "TLSv1.1";
    case 0x0303: return "TLSv1.2";
    case 0x0304: return "TLSv1.3";
    }
    const auto low = static_cast<std::uint8_t>(version & 0xFFU);
    const auto high = static_cast<std::uint8_t>(version >> 8U);
    return "0x" + toHex(Bytes{high, low});
}

}    // namespace rdpmend::tls

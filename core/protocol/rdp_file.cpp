#include "core/protocol/rdp_file.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::uint16_t defaultPort = 3389;
// A password encrypted for one account of one PC. It is of no use to us, so it is not even kept in memory.
constexpr std::string_view passwordSetting = "password 51";

// IMsRdpClientTransportSettings::GatewayUsageMethod: 0 and 4 do not use a gateway; 4 only ticks a box of the dialog.
bool usesGateway(std::int64_t method)
{
    return method >= 1 && method <= 3;
}

// Without a mark the file is UTF-8, or in the code page of whoever wrote it: Latin-1 is the nearest guess.
std::string decode(ByteView content)
{
    if (content.size() >= 2 && content[0] == 0xFF && content[1] == 0xFE) return fromUtf16le(content.subspan(2));
    if (content.size() >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF)
        content = content.subspan(3);
    auto text = toText(content);
    const bool isUtf8 = fromUtf16le(toUtf16le(text)) == text;
    if (isUtf8) return text;
    ByteWriter utf16;
    for (const auto byte : content) utf16.u16le(byte);
    return fromUtf16le(utf16.take());
}

std::optional<RdpSetting> readLine(std::string_view line)
{
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto nameEnd = line.find(':');
    if (nameEnd == std::string_view::npos || line.size() < nameEnd + 3 || line[nameEnd + 2] != ':') return std::nullopt;
    RdpSetting setting{.name = toLower(trim(line.substr(0, nameEnd))),
                       .type = toLower(line.substr(nameEnd + 1, 1)).front(),
                       .value = std::string(line.substr(nameEnd + 3))};
    const bool known = setting.type == 's' || setting.type == 'i' || setting.type == 'b';
    if (setting.name.empty() || !known) return std::nullopt;
    return setting;
}

// The last setting of a name counts.
template <class Settings>
auto findLast(Settings& settings, std::string_view name)
{
    return std::find_if(settings.rbegin(), settings.rend(),
                        [&](const auto& setting) { return equalIgnoringCase(setting.name, name); });
}

bool hasPort(std::string_view address)
{
    if (address.starts_with('[')) return address.find("]:") != std::string_view::npos;
    return std::ranges::count(address, ':') == 1;
}

std::optional<std::string> notEmpty(std::optional<std::string> text)
{
    if (text) text = trim(*text);
    return text && !text->empty() ? text : std::nullopt;
}

}    // namespace

std::optional<std::string> RdpFile::text(std::string_view name) const
{
    const auto found = findLast(settings, name);
    if (found == settings.rend() || found->type != 's') return std::nullopt;
    return found->value;
}

std::optional<std::int64_t> RdpFile::number(std::string_view name) const
{
    const auto found = findLast(settings, name);
    if (found == settings.rend() || found->type != 'i') return std::nullopt;
    const auto digits = trim(found->value);
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::optional<std::string> RdpFile::host() const
{
    auto address = notEmpty(text("full address"));
    const auto port = number("server port");
    if (!address || !port || *port == defaultPort || hasPort(*address)) return address;
    const bool bareV6 = !address->starts_with('[') && address->find(':') != std::string::npos;
    return (bareV6 ? '[' + *address + ']' : *address) + ':' + std::to_string(*port);
}

std::optional<std::string> RdpFile::gateway() const
{
    if (!usesGateway(number("gatewayusagemethod").value_or(0))) return std::nullopt;
    return notEmpty(text("gatewayhostname"));
}

std::optional<std::string> RdpFile::user() const
{
    return notEmpty(text("username"));
}

void RdpFile::set(std::string_view name, char type, std::string value)
{
    const auto found = findLast(settings, name);
    if (found == settings.rend()) {
        settings.push_back({.name = toLower(name), .type = type, .value = std::move(value)});
    } else {
        found->type = type;
        found->value = std::move(value);
    }
}

Bytes RdpFile::write() const
{
    std::string text = "\xEF\xBB\xBF";    // becomes the byte order mark
    for (const auto& setting : settings) text += setting.name + ':' + setting.type + ':' + setting.value + "\r\n";
    return toUtf16le(text);
}

Result<RdpFile> parseRdpFile(ByteView content)
{
    if (content.size() > rdpFileLimit) return refusal("The file is larger than 64 KiB, so it is not a .rdp file.");
    const auto text = decode(content);
    if (text.find('\0') != std::string::npos) return refusal("The file holds no text, so it is not a .rdp file.");

    RdpFile file;
    bool anySetting = false;
    for (const auto& line : split(text, '\n')) {
        auto setting = readLine(line);
        if (!setting) continue;
        anySetting = true;
        if (setting->name != passwordSetting) file.settings.push_back(std::move(*setting));
    }
    if (!anySetting)
        return refusal("The file has no setting such as \"full address:s:pc-17\", so it is not a .rdp file.");
    return file;
}

}    // namespace rdpmend::protocol

#include "core/protocol/policy_file.h"

#include <algorithm>

#include "core/base/text.h"

namespace rdpmend::protocol {
namespace {

constexpr std::uint32_t signature = 0x67655250;    // "PReg"
constexpr std::uint32_t version = 1;
constexpr std::size_t mostSettings = 65'536;
constexpr std::size_t longestText = 16'384;    // UTF-16 units; more than a key or the name of a value may have

void expect(ByteReader& reader, char16_t sign)
{
    if (reader.u16le() != sign) reader.fail();
}

// UTF-16LE up to its NUL.
std::string readText(ByteReader& reader)
{
    const auto rest = reader.rest();
    std::size_t size = 0;
    while (size + 1 < rest.size() && (rest[size] != 0 || rest[size + 1] != 0)) size += 2;
    if (size > 2 * longestText) reader.fail();
    const auto text = reader.take(size);
    expect(reader, u'\0');
    return fromUtf16le(text);
}

// "[key;value;type;size;data]"
PolicySetting readSetting(ByteReader& reader)
{
    PolicySetting setting;
    expect(reader, u'[');
    setting.key = readText(reader);
    expect(reader, u';');
    setting.value = readText(reader);
    expect(reader, u';');
    setting.type = reader.u32le();
    expect(reader, u';');
    const auto size = reader.u32le();
    expect(reader, u';');
    const auto data = reader.take(size);
    setting.data.assign(data.begin(), data.end());
    expect(reader, u']');
    return setting;
}

// "**DelVals." takes away all values; "**DeleteValues" those that its data lists.
bool takesAway(const PolicySetting& setting, std::string_view name)
{
    if (startsWithIgnoringCase(setting.value, "**delvals")) return true;
    if (!equalIgnoringCase(setting.value, "**deletevalues")) return false;
    auto list = fromUtf16le(setting.data);
    if (const auto nul = list.find('\0'); nul != std::string::npos) list.resize(nul);
    return std::ranges::any_of(split(list, ';'), [name](const auto& one) { return equalIgnoringCase(one, name); });
}

}    // namespace

Result<std::vector<PolicySetting>> parsePolicyFile(ByteView content)
{
    if (content.size() > policyFileLimit) return refusal("The policy file is larger than 4 MiB.");
    ByteReader reader(content);
    if (reader.u32le() != signature || reader.u32le() != version)
        return refusal("The policy file does not begin as a Registry.pol of version 1 does.");
    std::vector<PolicySetting> settings;
    while (reader.ok() && reader.left() > 0) {
        if (settings.size() == mostSettings) return refusal("The policy file has more than 65,536 entries.");
        settings.push_back(readSetting(reader));
    }
    if (!reader.ok()) return refusal("The policy file has an entry that is not whole.");
    return settings;
}

bool decides(const std::vector<PolicySetting>& settings, std::string_view key, std::string_view name)
{
    return std::ranges::any_of(settings, [key, name](const PolicySetting& setting) {
        if (!equalIgnoringCase(setting.key, key)) return false;
        for (const std::string_view instruction : {"", "**del.", "**soft."})
            if (equalIgnoringCase(setting.value, std::string(instruction).append(name))) return true;
        return takesAway(setting, name);
    });
}

}    // namespace rdpmend::protocol

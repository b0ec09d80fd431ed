#include "core/machine/schannel.h"

#include "core/base/text.h"
#include "core/machine/number_value.h"
#include "core/machine/registry_places.h"

namespace rdpmend {

std::string_view clientOfThisPc(const MachineView& machine)
{
    constexpr std::uint64_t firstWithTls13 = 20348;    // Windows Server 2022; Windows 11 begins at 22000
    const auto value = machine.registryValue(places::windowsVersion(), "CurrentBuildNumber");
    if (!value || !*value) return "this-pc";
    const auto build = parseNumber((*value)->asString().value_or(""));
    if (!build) return "this-pc";
    return *build >= firstWithTls13 ? "windows-11" : "windows-10";
}

Result<std::vector<SchannelVersion>> schannelVersions(const MachineView& machine, const TlsOffer& usual)
{
    std::vector<SchannelVersion> out{
        {.version = 0x0301, .name = "TLS 1.0"},
        {.version = 0x0302, .name = "TLS 1.1"},
        {.version = 0x0303, .name = "TLS 1.2"},
        {.version = 0x0304, .name = "TLS 1.3"},
    };
    for (auto& one : out) {
        const auto key = places::schannelClient(one.name);
        const auto enabled = numberAt(machine, key, "Enabled");
        if (!enabled) return enabled.error();
        const auto notByDefault = numberAt(machine, key, "DisabledByDefault");
        if (!notByDefault) return notByDefault.error();

        one.byDefault = one.version >= usual.minVersion && one.version <= usual.maxVersion;
        one.on = one.byDefault;
        if (*enabled == 0U) {    // nobody may use it, whatever DisabledByDefault says
            one.on = false;
            one.setting = "Enabled = 0";
        } else if (notByDefault->value_or(0) != 0) {    // only who asks for it by name; Remote Desktop does not
            one.on = false;
            one.setting = "DisabledByDefault = " + std::to_string(**notByDefault);
        } else if (*enabled) {
            one.on = true;
            one.setting = "Enabled = " + std::to_string(**enabled);
        }
    }
    return out;
}

TlsOffer offerOf(TlsOffer usual, const std::vector<SchannelVersion>& versions)
{
    bool any = false;
    for (auto one = versions.rbegin(); one != versions.rend(); ++one) {
        if (!one->on && any) break;
        if (!one->on) continue;
        if (!any) usual.maxVersion = one->version;
        usual.minVersion = one->version;
        any = true;
    }
    return usual;
}

}    // namespace rdpmend

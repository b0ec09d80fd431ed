#include "core/remedies/connection_file.h"

#include <algorithm>

#include "core/protocol/rdp_file.h"

namespace rdpmend::remedies {
namespace {

// Characters that Windows does not take in a file name, the colons of IPv6 addresses among them.
bool isForbidden(char c)
{
    return (c >= 0 && c < 0x20) || std::string_view("<>:\"/\\|?*%").find(c) != std::string_view::npos;
}

std::string fileName(std::string_view purpose, const Target& target)
{
    auto host = toString(target.host);
    std::ranges::replace_if(host, isForbidden, '_');
    return std::string(purpose) + " - " + host + ".rdp";
}

protocol::RdpFile startingPoint(const MachineView& machine, const Target& target)
{
    if (!target.rdpFile) return {};
    const auto content = machine.file(*target.rdpFile);
    if (!content || !*content) return {};
    auto file = protocol::parseRdpFile(**content);
    if (!file) return {};
    // A signature would not fit the changed settings.
    std::erase_if(file->settings, [](const protocol::RdpSetting& setting) {
        return setting.name == "signature" || setting.name == "signscope";
    });
    return *std::move(file);
}

}    // namespace

Result<WriteFile> connectionFile(const MachineView& machine, const Target& target, std::string_view purpose,
                                 bool asksForPassword)
{
    const auto folder = machine.ownFolder();
    if (!folder) return folder.error();
    auto file = startingPoint(machine, target);
    file.set("full address", 's', toString(target.host));
    if (asksForPassword) file.set("prompt for credentials", 'i', "1");
    if (target.user) file.set("username", 's', *target.user);
    if (target.gateway) {
        file.set("gatewayhostname", 's', toString(*target.gateway));
        file.set("gatewayusagemethod", 'i', "1");
        file.set("gatewayprofileusagemethod", 'i', "1");
    }
    return WriteFile{.path = *folder + '\\' + fileName(purpose, target), .content = file.write()};
}

}    // namespace rdpmend::remedies

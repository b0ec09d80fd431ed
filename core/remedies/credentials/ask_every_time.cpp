// A test, not a cure: does it work with a password that is typed?  Changes: one .rdp file in the program's own folder,
// which asks for the password.  Undo: exact, the file goes away. Settings of the person's own .rdp file are kept.
// Setting names: "Supported RDP properties", Microsoft Learn.
#include <algorithm>

#include "core/protocol/rdp_file.h"
#include "core/remedies/common.h"

namespace rdpmend::remedies {
namespace {

// Characters that Windows does not take in a file name, the colons of IPv6 addresses among them.
bool isForbidden(char c)
{
    return (c >= 0 && c < 0x20) || std::string_view("<>:\"/\\|?*%").find(c) != std::string_view::npos;
}

std::string fileName(const Target& target)
{
    auto host = toString(target.host);
    std::ranges::replace_if(host, isForbidden, '_');
    return "Ask for the password - " + host + ".rdp";
}

protocol::RdpFile startingPoint(const RemedyContext& context)
{
    if (!context.target.rdpFile) return {};
    const auto content = context.machine.file(*context.target.rdpFile);
    if (!content || !*content) return {};
    auto file = protocol::parseRdpFile(**content);
    if (!file) return {};
    // A signature would not fit the changed settings.
    std::erase_if(file->settings, [](const protocol::RdpSetting& setting) {
        return setting.name == "signature" || setting.name == "signscope";
    });
    return *std::move(file);
}

Result<Proposal> propose(const RemedyContext& context)
{
    const auto folder = context.machine.ownFolder();
    if (!folder) return folder.error();
    const auto& target = context.target;
    auto file = startingPoint(context);
    file.set("full address", 's', toString(target.host));
    file.set("prompt for credentials", 'i', "1");
    if (target.user) file.set("username", 's', *target.user);
    if (target.gateway) {
        file.set("gatewayhostname", 's', toString(*target.gateway));
        file.set("gatewayusagemethod", 'i', "1");
        file.set("gatewayprofileusagemethod", 'i', "1");
    }
    return Proposal{.changes = {WriteFile{.path = *folder + '\\' + fileName(target), .content = file.write()}}};
}

}    // namespace

extern const Remedy credentials_ask_every_time;
const Remedy credentials_ask_every_time{
    .number = "F303",
    .id = "credentials.ask_every_time",
    .cures = {"credentials.saved_password_suspect", "credentials.nla_required", "credentials.delegation_blocked"},
    .test = true,
    .propose = propose};

}    // namespace rdpmend::remedies

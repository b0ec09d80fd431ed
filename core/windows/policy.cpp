#include "core/windows/policy.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/protocol/policy_file.h"
#include "core/windows/files.h"
#include "core/windows/membership.h"
#include "core/windows/session.h"
#include "core/windows/system_tools.h"
#include "core/windows/wide.h"
#include "core/windows/wmi.h"

namespace rdpmend::windows {
namespace {

constexpr std::chrono::seconds patience{15};

// root\rsop\user has a namespace for each person, named after the SID with underscores.
Result<std::wstring> loggedPolicies(Hive hive)
{
    if (hive == Hive::LocalMachine) return std::wstring(LR"(root\rsop\computer)");
    auto session = sessionState();
    if (!session) return session.error();
    std::ranges::replace(session->userSid, '-', '_');
    return toWide(R"(root\rsop\user\)" + session->userSid);
}

Result<std::optional<std::string>> fromLog(const RegistryKey& key, std::string_view name)
{
    const auto nameSpace = loggedPolicies(key.hive);
    if (!nameSpace) return nameSpace.error();
    const auto deadline = Deadline::in(patience);
    std::optional<std::string> object;    // the id of the Group Policy object
    auto status = readWmi(nameSpace->c_str(),
                          L"SELECT registryKey, valueName, GPOID FROM RSOP_RegistryPolicySetting WHERE precedence = 1",
                          deadline, [&](const WmiRow& row) {
                              if (equalIgnoringCase(row.text(L"registryKey").value_or(""), key.path) &&
                                  equalIgnoringCase(row.text(L"valueName").value_or(""), name))
                                  object = row.text(L"GPOID");
                              return ok();
                          });
    if (!status) return status.error();
    if (!object) return std::optional<std::string>{};
    auto shownName = object;
    status = readWmi(nameSpace->c_str(), L"SELECT id, name FROM RSOP_GPO", deadline, [&](const WmiRow& row) {
        if (row.text(L"id") == object) shownName = row.text(L"name");
        return ok();
    });
    if (!status) return status.error();
    return shownName;
}

Result<bool> isInLocalPolicy(const RegistryKey& key, std::string_view name)
{
    const auto folder = systemFolder();
    if (!folder) return folder.error();
    const auto half = key.hive == Hive::LocalMachine ? "Machine" : "User";
    const auto path = shown(*folder) + R"(\GroupPolicy\)" + half + R"(\Registry.pol)";
    const auto content = readFile(path, protocol::policyFileLimit);
    if (!content) return content.error();
    if (!*content) return false;
    const auto settings = protocol::parsePolicyFile(**content);
    if (!settings) return settings.error();
    return protocol::decides(*settings, key.path, name);
}

}    // namespace

Result<std::optional<std::string>> policyOwner(const RegistryKey& key, std::string_view name)
{
    auto logged = fromLog(key, name);
    if (logged && *logged) return logged;
    const auto local = isInLocalPolicy(key, name);    // the log may be turned off, or older than the file
    if (!local) return local.error();
    if (*local) return std::optional<std::string>("Local Group Policy");
    if (logged) return logged;
    const auto belongs = membership();
    if (!belongs) return belongs.error();
    // Without a domain there is no other policy than the local one.
    if (belongs->joined == Joined::Domain) return logged;
    return std::optional<std::string>{};
}

}    // namespace rdpmend::windows

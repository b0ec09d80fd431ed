#include "core/windows/membership.h"

#include <memory>

#include <windows.h>

#include <dsrole.h>
#include <lmcons.h>
#include <lmjoin.h>
#include <wincrypt.h>

#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr auto library = L"netapi32.dll";

// DSREG_JOIN_INFO of lmjoin.h (Windows 10), which older headers do not have.
enum DsregJoinType : std::int32_t { unknownJoin = 0, deviceJoin = 1, workplaceJoin = 2 };
struct DsregJoinInfo {
    DsregJoinType joinType;
    const CERT_CONTEXT* joinCertificate;
    wchar_t* deviceId;
    wchar_t* idpDomain;
    wchar_t* tenantId;    // what follows is not read
};
using GetJoinInformation = HRESULT WINAPI(const wchar_t* tenant, DsregJoinInfo** info);
using FreeJoinInformation = void WINAPI(DsregJoinInfo* info);

Status addName(Membership& membership)
{
    const auto read = systemFunction<decltype(::NetGetJoinInformation)>(library, "NetGetJoinInformation");
    if (!read) return read.error();
    using Free = NET_API_STATUS WINAPI(void*);
    const auto release = systemFunction<Free>(library, "NetApiBufferFree");
    if (!release) return release.error();
    wchar_t* name = nullptr;
    NETSETUP_JOIN_STATUS joined{};
    const auto status = (*read)(nullptr, &name, &joined);
    const std::unique_ptr<wchar_t, Free*> owner(name, *release);
    if (status != ERROR_SUCCESS) return win32Error(status, "read what this PC has joined");
    membership.joined = joined == NetSetupDomainName ? Joined::Domain : Joined::Workgroup;
    if (name) membership.name = shown(name);
    return ok();
}

Status addDnsDomain(Membership& membership)
{
    const auto read =
        systemFunction<decltype(DsRoleGetPrimaryDomainInformation)>(library, "DsRoleGetPrimaryDomainInformation");
    if (!read) return read.error();
    const auto release = systemFunction<decltype(DsRoleFreeMemory)>(library, "DsRoleFreeMemory");
    if (!release) return release.error();
    std::uint8_t* bytes = nullptr;
    const auto status = (*read)(nullptr, DsRolePrimaryDomainInfoBasic, &bytes);
    const std::unique_ptr<void, decltype(*release)> owner(bytes, *release);
    if (status != ERROR_SUCCESS) return win32Error(status, "read the domain of this PC");
    const auto* info = reinterpret_cast<const DSROLE_PRIMARY_DOMAIN_INFO_BASIC*>(bytes);
    if (info && info->DomainNameDns) membership.dnsDomain = shown(info->DomainNameDns);
    return ok();
}

// A Windows without these functions cannot join a tenant.
Status addTenant(Membership& membership)
{
    const auto read = systemFunction<GetJoinInformation>(library, "NetGetAadJoinInformation");
    const auto release = systemFunction<FreeJoinInformation>(library, "NetFreeAadJoinInformation");
    if (!read || !release) return ok();
    DsregJoinInfo* info = nullptr;
    const HRESULT status = (*read)(nullptr, &info);
    const std::unique_ptr<DsregJoinInfo, FreeJoinInformation*> owner(info, *release);
    if (FAILED(status)) return hresultError(status, "read the Entra tenant of this PC");
    if (!info) return ok();    // joined to none
    membership.entraJoined = info->joinType == deviceJoin;
    if (info->tenantId) membership.entraTenant = shown(info->tenantId);
    return ok();
}

}    // namespace

Result<Membership> membership()
{
    Membership membership;
    if (auto status = addName(membership); !status) return status.error();
    if (membership.joined == Joined::Domain)
        if (auto status = addDnsDomain(membership); !status) return status.error();
    if (auto status = addTenant(membership); !status) return status.error();
    return membership;
}

}    // namespace rdpmend::windows

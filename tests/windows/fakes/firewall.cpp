// Stands for Windows Defender Firewall (INetFwPolicy2), whose methods Wine does not implement. Registered in the place
// of the real class. It knows three profiles and three rules; FAKE_FIREWALL=many makes them 9,000, FAKE_FIREWALL=broken
// lets the last one refuse to tell its ports.
#include <array>
#include <cstdlib>
#include <string_view>

#include <windows.h>

#include <netfw.h>

// Interfaces of COM have no destructor: their Release() deletes.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

namespace {

struct Profile {
    bool enabled, blocksAll;
    NET_FW_ACTION inbound, outbound;
};
constexpr std::array<Profile, 3> profiles{{{true, false, NET_FW_ACTION_BLOCK, NET_FW_ACTION_ALLOW},
                                           {false, false, NET_FW_ACTION_ALLOW, NET_FW_ACTION_ALLOW},
                                           {true, true, NET_FW_ACTION_BLOCK, NET_FW_ACTION_BLOCK}}};

struct Rule {
    const wchar_t *name, *group, *application, *service, *localPorts, *remotePorts, *remoteAddresses;
    LONG protocol, profiles;
    NET_FW_RULE_DIRECTION direction;
    NET_FW_ACTION action;
    bool enabled;
};
constexpr std::array<Rule, 3> known{
    {{L"Remote Desktop - User Mode (TCP-In)", L"@FirewallAPI.dll,-28752", L"C:\\Windows\\system32\\svchost.exe",
      L"termservice", L"3389", L"*", L"LocalSubnet", 6, NET_FW_PROFILE2_DOMAIN | NET_FW_PROFILE2_PRIVATE,
      NET_FW_RULE_DIR_IN, NET_FW_ACTION_ALLOW, false},
     {L"\u017Elu\u0165\u00FD ping", nullptr, nullptr, nullptr, L"none has ports", L"none has ports", L"*", 1,
      NET_FW_PROFILE2_ALL, NET_FW_RULE_DIR_IN, NET_FW_ACTION_ALLOW, true},
     {L"No RDP out", nullptr, nullptr, nullptr, L"*", L"3389-3400,445", L"10.0.0.0/255.0.0.0", 17, NET_FW_PROFILE2_ALL,
      NET_FW_RULE_DIR_OUT, NET_FW_ACTION_BLOCK, true}}};

bool is(std::string_view mode)
{
    const char* wanted = std::getenv("FAKE_FIREWALL");
    return wanted != nullptr && wanted == mode;
}

// An object that counts who holds it, and whose names nobody asks for.
template <class Interface>
class Object : public Interface {
public:
    virtual ~Object() = default;
    HRESULT WINAPI QueryInterface(REFIID id, void** out) override
    {
        const bool mine = id == __uuidof(Interface) || id == IID_IUnknown;
        *out = mine ? this : nullptr;
        if (mine) AddRef();
        return mine ? S_OK : E_NOINTERFACE;
    }
    ULONG WINAPI AddRef() override { return ++m_holders; }
    ULONG WINAPI Release() override
    {
        const ULONG left = --m_holders;
        if (left == 0) delete this;
        return left;
    }

private:
    ULONG m_holders = 1;
};

template <class Interface>
class Dispatch : public Object<Interface> {
public:
    HRESULT WINAPI GetTypeInfoCount(UINT*) override { return E_NOTIMPL; }
    HRESULT WINAPI GetTypeInfo(UINT, LCID, ITypeInfo**) override { return E_NOTIMPL; }
    HRESULT WINAPI GetIDsOfNames(REFIID, LPOLESTR*, UINT, LCID, DISPID*) override { return E_NOTIMPL; }
    HRESULT WINAPI Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*, UINT*) override
    {
        return E_NOTIMPL;
    }
};

HRESULT give(BSTR* out, const wchar_t* text)
{
    *out = text == nullptr ? nullptr : SysAllocString(text);
    return S_OK;
}
HRESULT give(VARIANT_BOOL* out, bool value)
{
    *out = value ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}
template <class T>
HRESULT give(T* out, T value)
{
    *out = value;
    return S_OK;
}

// Everything else of an interface.
#define NOT_IMPLEMENTED(method, ...)            \
    HRESULT WINAPI method(__VA_ARGS__) override \
    {                                           \
        return E_NOTIMPL;                       \
    }

class FakeRule final : public Dispatch<INetFwRule> {
public:
    explicit FakeRule(const Rule& rule) : m_rule(rule) {}

    HRESULT WINAPI get_Name(BSTR* out) override { return give(out, m_rule.name); }
    HRESULT WINAPI get_ApplicationName(BSTR* out) override { return give(out, m_rule.application); }
    HRESULT WINAPI get_ServiceName(BSTR* out) override { return give(out, m_rule.service); }
    HRESULT WINAPI get_Protocol(LONG* out) override { return give(out, m_rule.protocol); }
    HRESULT WINAPI get_LocalPorts(BSTR* out) override
    {
        return is("broken") && m_rule.protocol == 17 ? E_ACCESSDENIED : give(out, m_rule.localPorts);
    }
    HRESULT WINAPI get_RemotePorts(BSTR* out) override { return give(out, m_rule.remotePorts); }
    HRESULT WINAPI get_RemoteAddresses(BSTR* out) override { return give(out, m_rule.remoteAddresses); }
    HRESULT WINAPI get_Direction(NET_FW_RULE_DIRECTION* out) override { return give(out, m_rule.direction); }
    HRESULT WINAPI get_Enabled(VARIANT_BOOL* out) override { return give(out, m_rule.enabled); }
    HRESULT WINAPI get_Grouping(BSTR* out) override { return give(out, m_rule.group); }
    HRESULT WINAPI get_Profiles(LONG* out) override { return give(out, m_rule.profiles); }
    HRESULT WINAPI get_Action(NET_FW_ACTION* out) override { return give(out, m_rule.action); }

    NOT_IMPLEMENTED(put_Name, BSTR)
    NOT_IMPLEMENTED(get_Description, BSTR*)
    NOT_IMPLEMENTED(put_Description, BSTR)
    NOT_IMPLEMENTED(put_ApplicationName, BSTR)
    NOT_IMPLEMENTED(put_ServiceName, BSTR)
    NOT_IMPLEMENTED(put_Protocol, LONG)
    NOT_IMPLEMENTED(put_LocalPorts, BSTR)
    NOT_IMPLEMENTED(put_RemotePorts, BSTR)
    NOT_IMPLEMENTED(get_LocalAddresses, BSTR*)
    NOT_IMPLEMENTED(put_LocalAddresses, BSTR)
    NOT_IMPLEMENTED(put_RemoteAddresses, BSTR)
    NOT_IMPLEMENTED(get_IcmpTypesAndCodes, BSTR*)
    NOT_IMPLEMENTED(put_IcmpTypesAndCodes, BSTR)
    NOT_IMPLEMENTED(put_Direction, NET_FW_RULE_DIRECTION)
    NOT_IMPLEMENTED(get_Interfaces, VARIANT*)
    NOT_IMPLEMENTED(put_Interfaces, VARIANT)
    NOT_IMPLEMENTED(get_InterfaceTypes, BSTR*)
    NOT_IMPLEMENTED(put_InterfaceTypes, BSTR)
    NOT_IMPLEMENTED(put_Enabled, VARIANT_BOOL)
    NOT_IMPLEMENTED(put_Grouping, BSTR)
    NOT_IMPLEMENTED(put_Profiles, LONG)
    NOT_IMPLEMENTED(get_EdgeTraversal, VARIANT_BOOL*)
    NOT_IMPLEMENTED(put_EdgeTraversal, VARIANT_BOOL)
    NOT_IMPLEMENTED(put_Action, NET_FW_ACTION)

private:
    const Rule& m_rule;
};

class FakeList final : public Object<IEnumVARIANT> {
public:
    HRESULT WINAPI Next(ULONG wanted, VARIANT* out, ULONG* count) override
    {
        const std::size_t all = is("many") ? 9000 : known.size();
        if (wanted == 0 || m_next == all) return give(count, ULONG{0}), S_FALSE;
        V_VT(out) = VT_DISPATCH;
        V_DISPATCH(out) = new FakeRule(known.at(m_next++ % known.size()));
        return give(count, ULONG{1}), wanted == 1 ? S_OK : S_FALSE;
    }
    NOT_IMPLEMENTED(Skip, ULONG)
    NOT_IMPLEMENTED(Reset)
    NOT_IMPLEMENTED(Clone, IEnumVARIANT**)

private:
    std::size_t m_next = 0;
};

class FakeRules final : public Dispatch<INetFwRules> {
public:
    HRESULT WINAPI get__NewEnum(IUnknown** out) override { return give(out, static_cast<IUnknown*>(new FakeList)); }
    NOT_IMPLEMENTED(get_Count, LONG*)
    NOT_IMPLEMENTED(Add, INetFwRule*)
    NOT_IMPLEMENTED(Remove, BSTR)
    NOT_IMPLEMENTED(Item, BSTR, INetFwRule**)
};

class FakePolicy final : public Dispatch<INetFwPolicy2> {
public:
    HRESULT WINAPI get_CurrentProfileTypes(LONG* out) override { return give(out, LONG{NET_FW_PROFILE2_PUBLIC}); }
    HRESULT WINAPI get_FirewallEnabled(NET_FW_PROFILE_TYPE2 type, VARIANT_BOOL* out) override
    {
        return give(out, of(type).enabled);
    }
    HRESULT WINAPI get_BlockAllInboundTraffic(NET_FW_PROFILE_TYPE2 type, VARIANT_BOOL* out) override
    {
        return give(out, of(type).blocksAll);
    }
    HRESULT WINAPI get_DefaultInboundAction(NET_FW_PROFILE_TYPE2 type, NET_FW_ACTION* out) override
    {
        return give(out, of(type).inbound);
    }
    HRESULT WINAPI get_DefaultOutboundAction(NET_FW_PROFILE_TYPE2 type, NET_FW_ACTION* out) override
    {
        return give(out, of(type).outbound);
    }
    HRESULT WINAPI get_Rules(INetFwRules** out) override { return give(out, static_cast<INetFwRules*>(new FakeRules)); }

    NOT_IMPLEMENTED(put_FirewallEnabled, NET_FW_PROFILE_TYPE2, VARIANT_BOOL)
    NOT_IMPLEMENTED(get_ExcludedInterfaces, NET_FW_PROFILE_TYPE2, VARIANT*)
    NOT_IMPLEMENTED(put_ExcludedInterfaces, NET_FW_PROFILE_TYPE2, VARIANT)
    NOT_IMPLEMENTED(put_BlockAllInboundTraffic, NET_FW_PROFILE_TYPE2, VARIANT_BOOL)
    NOT_IMPLEMENTED(get_NotificationsDisabled, NET_FW_PROFILE_TYPE2, VARIANT_BOOL*)
    NOT_IMPLEMENTED(put_NotificationsDisabled, NET_FW_PROFILE_TYPE2, VARIANT_BOOL)
    NOT_IMPLEMENTED(get_UnicastResponsesToMulticastBroadcastDisabled, NET_FW_PROFILE_TYPE2, VARIANT_BOOL*)
    NOT_IMPLEMENTED(put_UnicastResponsesToMulticastBroadcastDisabled, NET_FW_PROFILE_TYPE2, VARIANT_BOOL)
    NOT_IMPLEMENTED(get_ServiceRestriction, INetFwServiceRestriction**)
    NOT_IMPLEMENTED(EnableRuleGroup, LONG, BSTR, VARIANT_BOOL)
    NOT_IMPLEMENTED(IsRuleGroupEnabled, LONG, BSTR, VARIANT_BOOL*)
    NOT_IMPLEMENTED(RestoreLocalFirewallDefaults)
    NOT_IMPLEMENTED(put_DefaultInboundAction, NET_FW_PROFILE_TYPE2, NET_FW_ACTION)
    NOT_IMPLEMENTED(put_DefaultOutboundAction, NET_FW_PROFILE_TYPE2, NET_FW_ACTION)
    NOT_IMPLEMENTED(get_IsRuleGroupCurrentlyEnabled, BSTR, VARIANT_BOOL*)
    NOT_IMPLEMENTED(get_LocalPolicyModifyState, NET_FW_MODIFY_STATE*)

private:
    // 1, 2 and 4
    static const Profile& of(NET_FW_PROFILE_TYPE2 type) { return profiles.at(static_cast<std::size_t>(type) / 2); }
};

class Factory final : public Object<IClassFactory> {
public:
    HRESULT WINAPI CreateInstance(IUnknown*, REFIID id, void** out) override
    {
        auto* policy = new FakePolicy;
        const HRESULT status = policy->QueryInterface(id, out);
        policy->Release();
        return status;
    }
    HRESULT WINAPI LockServer(BOOL) override { return S_OK; }
};

}    // namespace

extern "C" __declspec(dllexport) HRESULT WINAPI DllGetClassObject(REFCLSID, REFIID id, void** out)
{
    auto* factory = new Factory;
    const HRESULT status = factory->QueryInterface(id, out);
    factory->Release();
    return status;
}

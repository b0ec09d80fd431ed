#include "core/windows/firewall.h"

#include <windows.h>

#include <netfw.h>

#include "core/windows/com.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t mostRules = 8192;
constexpr LONG tcp = 6;
constexpr LONG udp = 17;

// `get(&value)` is a property of an object; the first that fails is kept and ends all later ones.
class Properties {
public:
    explicit Properties(std::string doing) : m_doing(std::move(doing)) {}

    template <class Value, class Get>
    Value read(Get get)
    {
        Value value{};
        if (SUCCEEDED(m_status)) m_status = get(&value);
        return value;
    }
    template <class Get>
    bool flag(Get get)
    {
        return read<VARIANT_BOOL>(get) != VARIANT_FALSE;
    }
    template <class Get>
    std::string text(Get get)
    {
        return shown(ComText(read<BSTR>(get)));
    }
    Status status() const
    {
        if (FAILED(m_status)) return hresultError(m_status, m_doing);
        return ok();
    }

private:
    std::string m_doing;
    HRESULT m_status = S_OK;
};

Result<FirewallProfileState> profileState(INetFwPolicy2& policy, FirewallProfile profile, const std::string& doing)
{
    Properties properties(doing);
    const auto type = static_cast<NET_FW_PROFILE_TYPE2>(profile);
    const auto current = properties.read<LONG>([&](LONG* out) { return policy.get_CurrentProfileTypes(out); });
    const auto inbound =
        properties.read<NET_FW_ACTION>([&](NET_FW_ACTION* out) { return policy.get_DefaultInboundAction(type, out); });
    const auto outbound =
        properties.read<NET_FW_ACTION>([&](NET_FW_ACTION* out) { return policy.get_DefaultOutboundAction(type, out); });
    const FirewallProfileState state{
        .profile = profile,
        .active = (current & type) != 0,
        .enabled = properties.flag([&](VARIANT_BOOL* out) { return policy.get_FirewallEnabled(type, out); }),
        .blocksAllInbound =
            properties.flag([&](VARIANT_BOOL* out) { return policy.get_BlockAllInboundTraffic(type, out); }),
        .blocksInboundByDefault = inbound == NET_FW_ACTION_BLOCK,
        .blocksOutboundByDefault = outbound == NET_FW_ACTION_BLOCK};
    if (const auto status = properties.status(); !status) return status.error();
    return state;
}

Result<FirewallRule> ruleOf(INetFwRule& from, const std::string& doing)
{
    Properties properties(doing);
    const auto text = [&](HRESULT (STDMETHODCALLTYPE INetFwRule::*get)(BSTR*)) {
        return properties.text([&](BSTR* out) { return (from.*get)(out); });
    };
    FirewallRule rule{.name = text(&INetFwRule::get_Name),
                      .group = text(&INetFwRule::get_Grouping),
                      .application = text(&INetFwRule::get_ApplicationName),
                      .service = text(&INetFwRule::get_ServiceName),
                      .remoteAddresses = text(&INetFwRule::get_RemoteAddresses)};
    const auto protocol = properties.read<LONG>([&](LONG* out) { return from.get_Protocol(out); });
    if (protocol == tcp || protocol == udp) {    // the others have none to ask for
        rule.localPorts = text(&INetFwRule::get_LocalPorts);
        rule.remotePorts = text(&INetFwRule::get_RemotePorts);
    }
    const auto direction =
        properties.read<NET_FW_RULE_DIRECTION>([&](NET_FW_RULE_DIRECTION* out) { return from.get_Direction(out); });
    const auto action = properties.read<NET_FW_ACTION>([&](NET_FW_ACTION* out) { return from.get_Action(out); });
    rule.protocol = static_cast<std::uint32_t>(protocol);
    rule.profiles =
        static_cast<std::uint32_t>(properties.read<LONG>([&](LONG* out) { return from.get_Profiles(out); }));
    rule.inbound = direction == NET_FW_RULE_DIR_IN;
    rule.allows = action == NET_FW_ACTION_ALLOW;
    rule.enabled = properties.flag([&](VARIANT_BOOL* out) { return from.get_Enabled(out); });
    if (const auto status = properties.status(); !status) return status.error();
    return rule;
}

template <class T>
Result<ComPointer<T>> as(IUnknown& object, const std::string& doing)
{
    return obtain<T>(doing, [&object](T** out) {
        void* found = nullptr;
        const HRESULT status = object.QueryInterface(__uuidof(T), &found);
        *out = static_cast<T*>(found);
        return status;
    });
}

Result<std::vector<FirewallRule>> rules(INetFwPolicy2& policy, const std::string& doing)
{
    const auto all = obtain<INetFwRules>(doing, [&](INetFwRules** out) { return policy.get_Rules(out); });
    if (!all) return all.error();
    const auto list = obtain<IUnknown>(doing, [&](IUnknown** out) { return (*all)->get__NewEnum(out); });
    if (!list) return list.error();
    const auto items = as<IEnumVARIANT>(**list, doing);
    if (!items) return items.error();

    std::vector<FirewallRule> found;
    for (;;) {
        Variant item;
        ULONG count = 0;
        const HRESULT status = (*items)->Next(1, item.out(), &count);
        if (FAILED(status)) return hresultError(status, doing);
        if (status != S_OK || count == 0) return found;
        if (found.size() == mostRules) return refusal("Could not " + doing + ": there are more than 8192.");
        if ((*item).vt != VT_DISPATCH || (*item).pdispVal == nullptr) return hresultError(DISP_E_TYPEMISMATCH, doing);
        const auto object = as<INetFwRule>(*(*item).pdispVal, doing);
        if (!object) return object.error();
        auto rule = ruleOf(**object, doing);
        if (!rule) return rule.error();
        found.push_back(std::move(*rule));
    }
}

}    // namespace

Result<Firewall> firewall()
{
    const std::string doing = "read the settings of Windows Firewall";
    const auto apartment = Apartment::enter(doing);
    if (!apartment) return apartment.error();
    const auto policy = createObject<INetFwPolicy2>(__uuidof(NetFwPolicy2), doing);
    if (!policy) return policy.error();
    Firewall found;
    for (const auto profile : {FirewallProfile::Domain, FirewallProfile::Private, FirewallProfile::Public}) {
        const auto state = profileState(**policy, profile, doing);
        if (!state) return state.error();
        found.profiles.push_back(*state);
    }
    auto list = rules(**policy, "read the rules of Windows Firewall");
    if (!list) return list.error();
    found.rules = std::move(*list);
    return found;
}

}    // namespace rdpmend::windows

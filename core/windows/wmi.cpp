#include "core/windows/wmi.h"

#include <algorithm>

#include <windows.h>

#include <wbemidl.h>

#include "core/windows/com.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t mostRows = 4096;
constexpr std::size_t longestText = 4096;    // characters
constexpr ULONG mostTexts = 64;
constexpr auto patience = std::chrono::milliseconds(200);    // between two looks at the deadline

std::string textOf(BSTR text)
{
    if (text == nullptr) return {};
    return shown({text, std::min<std::size_t>(SysStringLen(text), longestText)});
}

// WMI acts as the caller only when it is allowed to. An object of this very process has no proxy and refuses.
Status allowImpersonation(IUnknown& proxy, const std::string& doing)
{
    const HRESULT status =
        CoSetProxyBlanket(&proxy, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                          RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE);
    if (FAILED(status) && status != E_NOINTERFACE) return hresultError(status, doing);
    return ok();
}

Result<ComPointer<IWbemServices>> connect(const wchar_t* nameSpace, const std::string& doing)
{
    const auto locator = createObject<IWbemLocator>(__uuidof(WbemLocator), doing);
    if (!locator) return locator.error();
    const auto name = comText(nameSpace);
    auto services = obtain<IWbemServices>(doing, [&](IWbemServices** out) {
        return (*locator)->ConnectServer(name.get(), nullptr, nullptr, nullptr, WBEM_FLAG_CONNECT_USE_MAX_WAIT, nullptr,
                                         nullptr, out);
    });
    if (!services) return services;
    if (const auto status = allowImpersonation(**services, doing); !status) return status.error();
    return services;
}

Result<ComPointer<IEnumWbemClassObject>> run(IWbemServices& services, const wchar_t* query, const std::string& doing)
{
    const auto language = comText(L"WQL");
    const auto text = comText(query);
    auto rows = obtain<IEnumWbemClassObject>(doing, [&](IEnumWbemClassObject** out) {
        return services.ExecQuery(language.get(), text.get(), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY,
                                  nullptr, out);
    });
    if (!rows) return rows;
    if (const auto status = allowImpersonation(**rows, doing); !status) return status.error();
    return rows;
}

// nullptr: that was the last row.
Result<ComPointer<IWbemClassObject>> next(IEnumWbemClassObject& rows, const Deadline& deadline,
                                          const std::string& doing)
{
    while (!deadline.over()) {
        const auto wait = std::min<Deadline::Clock::duration>(patience, deadline.left());
        const auto timeout = static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(wait).count());
        IWbemClassObject* object = nullptr;
        ULONG count = 0;
        const HRESULT status = rows.Next(timeout, 1, &object, &count);
        ComPointer<IWbemClassObject> row(object);
        if (FAILED(status)) return hresultError(status, doing);
        if (row || status != WBEM_S_TIMEDOUT) return row;
    }
    return outOfTime(deadline, doing);
}

}    // namespace

std::optional<std::string> WmiRow::text(const wchar_t* property) const
{
    Variant value;
    if (FAILED(m_object.Get(property, 0, value.out(), nullptr, nullptr)) || (*value).vt != VT_BSTR) return {};
    return textOf((*value).bstrVal);
}

std::optional<std::uint32_t> WmiRow::number(const wchar_t* property) const
{
    Variant value;
    if (FAILED(m_object.Get(property, 0, value.out(), nullptr, nullptr))) return {};
    switch ((*value).vt) {
    case VT_UI1: return (*value).bVal;
    case VT_I2: return static_cast<std::uint32_t>((*value).iVal);
    case VT_I4: return static_cast<std::uint32_t>((*value).lVal);    // a uint32 comes as this as well
    default: return {};
    }
}

std::optional<std::vector<std::string>> WmiRow::texts(const wchar_t* property) const
{
    Variant value;
    if (FAILED(m_object.Get(property, 0, value.out(), nullptr, nullptr))) return {};
    if ((*value).vt != (VT_ARRAY | VT_BSTR) || SafeArrayGetDim((*value).parray) != 1) return {};
    LONG first = 0;
    LONG last = -1;
    if (FAILED(SafeArrayGetLBound((*value).parray, 1, &first)) || FAILED(SafeArrayGetUBound((*value).parray, 1, &last)))
        return {};
    std::vector<std::string> texts;
    for (LONG i = first; i <= last && texts.size() < mostTexts; ++i) {
        BSTR text = nullptr;
        if (FAILED(SafeArrayGetElement((*value).parray, &i, &text))) return {};
        texts.push_back(textOf(ComText(text).get()));
    }
    return texts;
}

Status readWmi(const wchar_t* nameSpace, const wchar_t* query, const Deadline& deadline,
               const std::function<Status(const WmiRow&)>& row)
{
    const auto doing = "ask WMI in " + shown(nameSpace) + " for \"" + shown(query) + '"';
    const auto apartment = Apartment::enter(doing);
    if (!apartment) return apartment.error();
    const auto services = connect(nameSpace, doing);
    if (!services) return services.error();
    const auto rows = run(**services, query, doing);
    if (!rows) return rows.error();
    for (std::size_t count = 0;; ++count) {
        const auto object = next(**rows, deadline, doing);
        if (!object) return object.error();
        if (!*object) return ok();
        if (count == mostRows) return refusal("Could not " + doing + ": it gives more than 4096 rows.");
        if (auto status = row(WmiRow(**object)); !status) return status;
    }
}

}    // namespace rdpmend::windows

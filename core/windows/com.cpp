#include "core/windows/com.h"

#include <objbase.h>

#include "core/windows/wide.h"

namespace rdpmend::windows {

Result<Apartment> Apartment::enter(const std::string& doing)
{
    const HRESULT status = CoInitializeEx(nullptr, COINIT_MULTITHREADED | COINIT_DISABLE_OLE1DDE);
    if (FAILED(status) && status != RPC_E_CHANGED_MODE) return hresultError(status, doing);
    return Apartment(SUCCEEDED(status));
}

Apartment::~Apartment()
{
    if (m_entered) CoUninitialize();
}

ComText comText(std::wstring_view text)
{
    return ComText(SysAllocStringLen(text.data(), static_cast<UINT>(text.size())));
}

std::string shown(const ComText& text)
{
    return text ? shown(std::wstring_view(text.get(), SysStringLen(text.get()))) : std::string{};
}

}    // namespace rdpmend::windows

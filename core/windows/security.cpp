#include "core/windows/security.h"

#include <aclapi.h>
#include <sddl.h>

#include "core/base/bytes.h"
#include "core/windows/handle.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

using Descriptor = LocalMemory<void>;

Result<std::string> toSddl(PSECURITY_DESCRIPTOR descriptor, SECURITY_INFORMATION parts, const std::string& doing)
{
    wchar_t* text = nullptr;
    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, parts, &text, nullptr))
        return lastError(doing);
    return fromWide(LocalMemory<wchar_t>(text).get());
}

Result<Descriptor> fromSddl(const std::string& sddl, const std::string& doing)
{
    const auto text = toWide(sddl);
    if (!text) return text.error();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text->c_str(), SDDL_REVISION_1, &descriptor, nullptr))
        return lastError(doing);
    return Descriptor(descriptor);
}

}    // namespace

Result<std::string> readSddl(HKEY key, const std::string& doing)
{
    Bytes descriptor(512);
    for (;;) {
        auto size = static_cast<DWORD>(descriptor.size());
        const auto status =
            static_cast<DWORD>(RegGetKeySecurity(key, DACL_SECURITY_INFORMATION, descriptor.data(), &size));
        if (status == ERROR_SUCCESS) return toSddl(descriptor.data(), DACL_SECURITY_INFORMATION, doing);
        if (status != ERROR_INSUFFICIENT_BUFFER || size <= descriptor.size()) return win32Error(status, doing);
        descriptor.resize(size);
    }
}

Status writeSddl(HKEY key, const std::string& sddl, const std::string& doing)
{
    const auto descriptor = fromSddl(sddl, doing);
    if (!descriptor) return descriptor.error();
    SECURITY_DESCRIPTOR_CONTROL control{};
    DWORD revision = 0;
    if (!GetSecurityDescriptorControl(descriptor->get(), &control, &revision)) return lastError(doing);
    // "AI" is dropped unless the descriptor that is written asks for it.
    constexpr SECURITY_DESCRIPTOR_CONTROL ask = SE_DACL_AUTO_INHERIT_REQ;
    if ((control & SE_DACL_AUTO_INHERITED) != 0 && !SetSecurityDescriptorControl(descriptor->get(), ask, ask))
        return lastError(doing);
    const LSTATUS status = RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, descriptor->get());
    if (status != ERROR_SUCCESS) return win32Error(static_cast<DWORD>(status), doing);
    return ok();
}

Result<std::string> readFileSddl(const std::wstring& path, const std::string& doing)
{
    constexpr SECURITY_INFORMATION parts =
        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    PSECURITY_DESCRIPTOR read = nullptr;
    const DWORD status =
        GetNamedSecurityInfoW(path.c_str(), SE_FILE_OBJECT, parts, nullptr, nullptr, nullptr, nullptr, &read);
    const Descriptor descriptor(read);
    if (status != ERROR_SUCCESS) return win32Error(status, doing);
    return toSddl(descriptor.get(), parts, doing);
}

bool meanTheSame(const std::string& sddl, const std::string& other)
{
    const auto spelled = [](const std::string& text) -> Result<std::string> {
        const auto descriptor = fromSddl(text, {});
        if (!descriptor) return descriptor.error();
        return toSddl(descriptor->get(), DACL_SECURITY_INFORMATION, {});
    };
    const auto one = spelled(sddl);
    const auto two = spelled(other);
    return one && two && *one == *two;
}

}    // namespace rdpmend::windows

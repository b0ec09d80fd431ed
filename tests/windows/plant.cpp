// Puts on a PC what reg.exe cannot, and shows it: saved credentials and who may do what with a registry key.
//
//     plant credential TARGET USER PASSWORD     (a second one of the other type, too)
//     plant credentials                         all there are
//     plant access KEY VIEW [SDDL]              HKEY_LOCAL_MACHINE only
#include <windows.h>

#include <sddl.h>
#include <wincred.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace {

int failed(const char* call, DWORD error)
{
    std::fprintf(stderr, "%s: %lu\n", call, error);
    return 1;
}

void say(const std::wstring& line)
{
    const std::u8string utf8 = std::filesystem::path(line).u8string();
    std::fwrite(utf8.data(), 1, utf8.size(), stdout);
    std::puts("");
}

int addCredential(std::wstring target, std::wstring user, std::wstring password)
{
    for (const DWORD type : {CRED_TYPE_DOMAIN_PASSWORD, CRED_TYPE_GENERIC}) {
        CREDENTIALW credential{};
        credential.Type = type;
        credential.TargetName = target.data();
        credential.UserName = user.data();
        credential.CredentialBlob = reinterpret_cast<BYTE*>(password.data());
        credential.CredentialBlobSize = static_cast<DWORD>(password.size() * sizeof(wchar_t));
        credential.Persist = CRED_PERSIST_ENTERPRISE;
        if (!CredWriteW(&credential, 0)) return failed("CredWriteW", GetLastError());
    }
    return 0;
}

int showCredentials()
{
    DWORD count = 0;
    CREDENTIALW** all = nullptr;
    if (!CredEnumerateW(nullptr, 0, &count, &all)) {
        return GetLastError() == ERROR_NOT_FOUND ? 0 : failed("CredEnumerateW", GetLastError());
    }
    for (DWORD i = 0; i < count; ++i)
        say(std::to_wstring(all[i]->Type) + L' ' + all[i]->TargetName + L' ' + all[i]->UserName);
    CredFree(all);
    return 0;
}

int access(const wchar_t* path, const std::wstring& view, const wchar_t* sddl)
{
    const REGSAM flags = READ_CONTROL | WRITE_DAC | (view == L"32" ? KEY_WOW64_32KEY : KEY_WOW64_64KEY);
    HKEY key = nullptr;
    if (const auto error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, flags, &key))
        return failed("RegOpenKeyExW", error);
    if (sddl != nullptr) {
        PSECURITY_DESCRIPTOR descriptor = nullptr;
        if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &descriptor, nullptr))
            return failed("ConvertStringSecurityDescriptorToSecurityDescriptorW", GetLastError());
        if (const auto error = RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, descriptor))
            return failed("RegSetKeySecurity", error);
        return 0;
    }
    BYTE descriptor[4096];
    DWORD size = sizeof descriptor;
    if (const auto error = RegGetKeySecurity(key, DACL_SECURITY_INFORMATION, descriptor, &size))
        return failed("RegGetKeySecurity", error);
    wchar_t* text = nullptr;
    if (!ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION,
                                                              &text, nullptr))
        return failed("ConvertSecurityDescriptorToStringSecurityDescriptorW", GetLastError());
    say(text);
    return 0;
}

}    // namespace

int wmain(int argc, wchar_t** argv)
{
    const std::wstring what = argc > 1 ? argv[1] : L"";
    if (what == L"credential" && argc == 5) return addCredential(argv[2], argv[3], argv[4]);
    if (what == L"credentials" && argc == 2) return showCredentials();
    if (what == L"access" && (argc == 4 || argc == 5)) return access(argv[2], argv[3], argc == 5 ? argv[4] : nullptr);
    std::fputs("plant credential TARGET USER PASSWORD | plant credentials | plant access KEY VIEW [SDDL]\n", stderr);
    return 64;
}

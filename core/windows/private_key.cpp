#include "core/windows/private_key.h"

#include <array>

#include <knownfolders.h>
#include <ncrypt.h>

#include "core/base/text.h"
#include "core/windows/error.h"
#include "core/windows/files.h"
#include "core/windows/folders.h"
#include "core/windows/handle.h"
#include "core/windows/security.h"
#include "core/windows/system_library.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t largestProperty = 16 * 1024;    // bytes; two names and a few numbers

bool isOfComputer(const CRYPT_KEY_PROV_INFO& key)
{
    return (key.dwFlags & CRYPT_MACHINE_KEYSET) != 0;    // the same bit as NCRYPT_MACHINE_KEY_FLAG
}

// The key storage providers of "Cryptography API: Next Generation".
Result<std::string> nameOfCngKey(const CRYPT_KEY_PROV_INFO& info, const std::string& doing)
{
    constexpr auto library = L"ncrypt.dll";
    const auto openProvider = systemFunction<decltype(NCryptOpenStorageProvider)>(library, "NCryptOpenStorageProvider");
    if (!openProvider) return openProvider.error();
    const auto openKey = systemFunction<decltype(NCryptOpenKey)>(library, "NCryptOpenKey");
    if (!openKey) return openKey.error();
    const auto getProperty = systemFunction<decltype(NCryptGetProperty)>(library, "NCryptGetProperty");
    if (!getProperty) return getProperty.error();
    const auto freeObject = systemFunction<decltype(NCryptFreeObject)>(library, "NCryptFreeObject");
    if (!freeObject) return freeObject.error();

    NCRYPT_PROV_HANDLE provider = 0;
    SECURITY_STATUS status = (*openProvider)(&provider, info.pwszProvName, 0);
    if (FAILED(status)) return hresultError(status, doing);
    const AtEnd closeProvider([&] { (*freeObject)(provider); });
    NCRYPT_KEY_HANDLE key = 0;
    const DWORD flags = NCRYPT_SILENT_FLAG | (isOfComputer(info) ? NCRYPT_MACHINE_KEY_FLAG : 0);
    status = (*openKey)(provider, &key, info.pwszContainerName, 0, flags);
    if (FAILED(status)) return hresultError(status, doing);
    const AtEnd closeKey([&] { (*freeObject)(key); });

    std::array<wchar_t, 512> name{};
    DWORD size = 0;
    status = (*getProperty)(key, NCRYPT_UNIQUE_NAME_PROPERTY, reinterpret_cast<BYTE*>(name.data()),
                            (name.size() - 1) * sizeof(wchar_t), &size, NCRYPT_SILENT_FLAG);
    if (FAILED(status)) return hresultError(status, doing);
    return fromWide(name.data());
}

// The providers of the older CryptoAPI.
Result<std::string> nameOfCapiKey(const CRYPT_KEY_PROV_INFO& info, const std::string& doing)
{
    HCRYPTPROV provider = 0;
    const DWORD flags = CRYPT_SILENT | (isOfComputer(info) ? CRYPT_MACHINE_KEYSET : 0);
    if (!CryptAcquireContextW(&provider, info.pwszContainerName, info.pwszProvName, info.dwProvType, flags))
        return lastHresultError(doing);
    const AtEnd closeProvider([provider] { CryptReleaseContext(provider, 0); });
    std::array<char, 512> name{};
    DWORD size = name.size() - 1;
    if (!CryptGetProvParam(provider, PP_UNIQUE_CONTAINER, reinterpret_cast<BYTE*>(name.data()), &size, 0))
        return lastHresultError(doing);
    return std::string(name.data());
}

// "Key Storage and Retrieval", Microsoft Learn. Keys of a person that are older than CNG lie in a folder named after
// the person; those are not looked for: Remote Desktop's are the computer's. Empty: there is no such file.
Result<std::string> fileOf(const std::string& name, bool ofComputer)
{
    if (name.empty() || name.find_first_of("\\/:") != std::string::npos) return std::string{};    // not kept in a file
    const auto base = ofComputer ? knownFolder(FOLDERID_ProgramData, "ProgramData")
                                 : knownFolder(FOLDERID_RoamingAppData, "RoamingAppData");
    if (!base) return base.error();
    for (const char* folder : {R"(\Microsoft\Crypto\Keys\)", R"(\Microsoft\Crypto\RSA\MachineKeys\)"}) {
        auto path = *base + folder + name;
        const auto wide = wholePath(path);
        if (!wide) return wide.error();
        if (GetFileAttributesW(wide->c_str()) != INVALID_FILE_ATTRIBUTES) return path;
        const DWORD reason = GetLastError();
        if (reason != ERROR_FILE_NOT_FOUND && reason != ERROR_PATH_NOT_FOUND)
            return win32Error(reason, "find the file " + sanitise(path, 512));
    }
    return std::string{};
}

Status addFile(const CRYPT_KEY_PROV_INFO& info, PrivateKey& key)
{
    const auto doing = "find the private key in the container " + sanitise(key.container);
    const auto name = info.dwProvType == 0 ? nameOfCngKey(info, doing) : nameOfCapiKey(info, doing);
    if (!name) return name.error();
    auto file = fileOf(*name, isOfComputer(info));
    if (!file) return file.error();
    if (file->empty()) return ok();
    key.file = std::move(*file);
    const auto path = toWide(key.file);
    if (!path) return path.error();
    auto sddl = readFileSddl(*path, "read who may use the private key " + sanitise(key.file, 512));
    if (!sddl) return sddl.error();
    key.sddl = std::move(*sddl);
    return ok();
}

std::string shownOrNothing(const wchar_t* text)
{
    return text == nullptr ? std::string{} : shown(text);
}

}    // namespace

std::optional<PrivateKey> privateKey(const CERT_CONTEXT& certificate)
{
    Bytes property(largestProperty);
    auto size = static_cast<DWORD>(property.size());
    PrivateKey key;
    if (!CertGetCertificateContextProperty(&certificate, CERT_KEY_PROV_INFO_PROP_ID, property.data(), &size)) {
        if (GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND)) return {};
        key.trouble = lastHresultError("find the private key of a certificate");
        return key;
    }
    const auto& info = *reinterpret_cast<const CRYPT_KEY_PROV_INFO*>(property.data());
    key.provider = shownOrNothing(info.pwszProvName);
    key.container = shownOrNothing(info.pwszContainerName);
    if (const auto status = addFile(info, key); !status) key.trouble = status.error();
    return key;
}

}    // namespace rdpmend::windows

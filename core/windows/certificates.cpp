#include "core/windows/certificates.h"

#include "core/windows/error.h"
#include "core/windows/handle.h"
#include "core/windows/private_key.h"
#include "core/windows/wide.h"

namespace rdpmend::windows {
namespace {

constexpr std::size_t mostCertificates = 4096;
constexpr DWORD largestCertificate = 64 * 1024;    // bytes

const wchar_t* nameOf(StoreName store)
{
    switch (store) {
    case StoreName::Personal: return L"MY";
    case StoreName::Root: return L"ROOT";
    case StoreName::Intermediate: return L"CA";
    case StoreName::RemoteDesktop: return L"Remote Desktop";
    }
    return L"";
}

}    // namespace

Result<std::vector<StoredCertificate>> certificates(StoreOwner owner, StoreName store)
{
    const bool ofComputer = owner == StoreOwner::LocalMachine;
    const auto doing = std::string("read the certificates of ") + (ofComputer ? "this computer" : "this person") +
                       " in the store \"" + shown(nameOf(store)) + '"';
    const DWORD place = ofComputer ? CERT_SYSTEM_STORE_LOCAL_MACHINE : CERT_SYSTEM_STORE_CURRENT_USER;
    const CertificateStore opened(CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0,
                                                place | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG,
                                                nameOf(store)));
    std::vector<StoredCertificate> found;
    if (!opened && GetLastError() == ERROR_FILE_NOT_FOUND) return found;
    if (!opened) return lastHresultError(doing);

    CertificateContext next;
    // The one before is given back by the call.
    while (next.reset(CertEnumCertificatesInStore(opened.get(), next.release())), next) {
        if (found.size() == mostCertificates) return refusal("Could not " + doing + ": there are more than 4096.");
        if (next->cbCertEncoded > largestCertificate)
            return refusal("Could not " + doing + ": one of them is larger than 64 KiB.");
        found.push_back(
            {.der = Bytes(next->pbCertEncoded, next->pbCertEncoded + next->cbCertEncoded), .key = privateKey(*next)});
    }
    const DWORD end = GetLastError();
    if (end != static_cast<DWORD>(CRYPT_E_NOT_FOUND) && end != ERROR_NO_MORE_FILES) return lastHresultError(doing);
    return found;
}

}    // namespace rdpmend::windows

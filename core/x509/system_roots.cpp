// What this PC trusts. Never what the environment names: who sets SSL_CERT_DIR could make anything trusted.
#ifdef _WIN32
#include <windows.h>

#include <wincrypt.h>
#endif

#include "core/x509/openssl.h"

namespace rdpmend::x509 {

#ifdef _WIN32

// Of the current user, which shows those of the computer as well. Windows fetches a public root only when its own chain
// engine first needs it, and such a root is not in the store before that.
bool addSystemRoots(X509_STORE* store)
{
    const HCERTSTORE roots = CertOpenSystemStoreW(0, L"ROOT");
    if (roots == nullptr) return false;
    PCCERT_CONTEXT root = nullptr;
    while ((root = CertEnumCertificatesInStore(roots, root)) != nullptr) {
        if (const auto certificate = parse({root->pbCertEncoded, root->cbCertEncoded}))
            (void)X509_STORE_add_cert(store, certificate.get());
    }
    return CertCloseStore(roots, 0) != FALSE;
}

#else

// They lie in a folder under the hash of their subject; each is read when a chain asks for it.
bool addSystemRoots(X509_STORE* store)
{
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
    return lookup != nullptr && X509_LOOKUP_add_dir(lookup, X509_get_default_cert_dir(), X509_FILETYPE_PEM) == 1;
}

#endif

}    // namespace rdpmend::x509

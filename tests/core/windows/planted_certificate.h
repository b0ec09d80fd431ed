// A certificate in a store of this PC for the length of a test.
#pragma once

#include <gtest/gtest.h>

#include "core/base/bytes.h"
#include "core/windows/handle.h"

namespace rdpmend::windows {

class PlantedCertificate {
public:
    PlantedCertificate(DWORD place, const wchar_t* store, const Bytes& der, const CRYPT_KEY_PROV_INFO* key = nullptr)
        : m_store(CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, place, store))
    {
        const CertificateContext made(
            CertCreateCertificateContext(X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size())));
        if (key != nullptr) {
            EXPECT_TRUE(CertSetCertificateContextProperty(made.get(), CERT_KEY_PROV_INFO_PROP_ID, 0, key));
        }
        EXPECT_TRUE(CertAddCertificateContextToStore(m_store.get(), made.get(), CERT_STORE_ADD_REPLACE_EXISTING,
                                                     &m_certificate))
            << GetLastError();
        commit();
    }
    PlantedCertificate(const PlantedCertificate&) = delete;
    PlantedCertificate& operator=(const PlantedCertificate&) = delete;
    ~PlantedCertificate()
    {
        CertDeleteCertificateFromStore(m_certificate);
        commit();
    }

private:
    // Wine keeps a deletion only then.
    void commit() { CertControlStore(m_store.get(), 0, CERT_STORE_CTRL_COMMIT, nullptr); }

    CertificateStore m_store;
    const CERT_CONTEXT* m_certificate = nullptr;
};

}    // namespace rdpmend::windows

// OpenSSL's objects with an owner. Included only by the .cpp files of this folder.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/x509/certificate.h"

namespace rdpmend::x509 {

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* object) const
    {
        release(object);
    }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Releaser<release>>;

using CertificatePtr = Owned<X509, X509_free>;
using OctetStringPtr = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

// While it lives OpenSSL's error queue is ours; at the end it is as it was, so that a later TLS call on this thread
// does not find our errors in it. Also keeps the PC's openssl.cnf out: it may change what counts as an acceptable
// signature.
class ErrorScope {
public:
    ErrorScope()
    {
        OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
        ERR_set_mark();
    }
    ~ErrorScope() { ERR_pop_to_mark(); }
    ErrorScope(const ErrorScope&) = delete;
    ErrorScope& operator=(const ErrorScope&) = delete;
};

// nullptr: not exactly one certificate, or larger than certificateLimit.
inline CertificatePtr parse(ByteView der)
{
    if (der.size() > certificateLimit) return nullptr;
    const unsigned char* at = der.data();
    CertificatePtr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (certificate && at != der.data() + der.size()) return nullptr;
    return certificate;
}

// RFC 2253's order (the common name first) with a blank after each comma, as Windows shows it.
std::string nameText(const X509_NAME* name);

// Dates reach from year 0 to 9999; system_clock holds about 1678 to 2262, and its ends stand for what is beyond.
std::chrono::system_clock::time_point timeOf(const ASN1_TIME* time);

// Lets the store trust what this PC trusts. false: the roots cannot be reached.
bool addSystemRoots(X509_STORE* store);

}    // namespace rdpmend::x509

#include "core/x509/certificate.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "core/x509/openssl.h"

namespace rdpmend {
namespace x509 {

using BioPtr = Owned<BIO, BIO_free_all>;

std::string nameText(const X509_NAME* name)
{
    constexpr unsigned long flags = (XN_FLAG_RFC2253 & ~static_cast<unsigned long>(XN_FLAG_SEP_MASK) &
                                     ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) |
                                    XN_FLAG_SEP_CPLUS_SPC;
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out || X509_NAME_print_ex(out.get(), name, 0, flags) < 0) return {};
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return sanitise({data, static_cast<std::size_t>(size)});
}

std::chrono::system_clock::time_point timeOf(const ASN1_TIME* time)
{
    using namespace std::chrono;
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    const sys_days day = year(parts.tm_year + 1900) / month(static_cast<unsigned>(parts.tm_mon) + 1) / parts.tm_mday;
    const sys_seconds moment = day + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
    const auto first = ceil<seconds>(system_clock::time_point::min());
    const auto last = floor<seconds>(system_clock::time_point::max());
    return std::clamp(moment, first, last);
}

namespace {

constexpr std::size_t namesLimit = 100;

void freeString(unsigned char* text)
{
    OPENSSL_free(text);
}
void freeUsages(EXTENDED_KEY_USAGE* usages)
{
    sk_ASN1_OBJECT_pop_free(usages, ASN1_OBJECT_free);
}

using GeneralNamesPtr = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
using UsagesPtr = Owned<EXTENDED_KEY_USAGE, freeUsages>;

std::string text(const ASN1_STRING* value)
{
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, value);
    if (size < 0) return {};
    const Owned<unsigned char, freeString> owner(utf8);
    return sanitise(toText({utf8, static_cast<std::size_t>(size)}));
}

ByteView contentOf(const ASN1_STRING* value)
{
    return {ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))};
}

// The last one is the most specific (RFC 6125 2.3.1).
std::string lastEntry(const X509_NAME* name, int nid)
{
    int last = -1;
    for (int at = X509_NAME_get_index_by_NID(name, nid, -1); at >= 0; at = X509_NAME_get_index_by_NID(name, nid, at))
        last = at;
    return last < 0 ? std::string{} : text(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
}

std::vector<std::string> alternativeNames(const X509* certificate)
{
    const GeneralNamesPtr found(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<std::string> names;
    for (int i = 0; i < sk_GENERAL_NAME_num(found.get()) && names.size() < namesLimit; ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(found.get(), i);
        std::string shown;
        if (name->type == GEN_DNS) shown = text(name->d.dNSName);
        if (name->type == GEN_IPADD) shown = addressText(contentOf(name->d.iPAddress));
        if (!shown.empty()) names.push_back(std::move(shown));
    }
    return names;
}

std::string algorithmName(int nid, const ASN1_OBJECT* object)
{
    if (nid != NID_undef) return OBJ_nid2ln(nid);
    std::array<char, 80> dotted{};
    const int size = OBJ_obj2txt(dotted.data(), static_cast<int>(dotted.size()), object, 1);
    return size > 0 ? std::string(dotted.data()) : std::string{};
}

void readKey(X509* certificate, Certificate& out)
{
    if (const EVP_PKEY* key = X509_get0_pubkey(certificate)) {
        if (const char* name = EVP_PKEY_get0_type_name(key)) out.keyAlgorithm = name;
        out.keyBits = EVP_PKEY_get_bits(key);
        return;
    }
    ASN1_OBJECT* object = nullptr;    // a kind of key that OpenSSL does not know
    if (X509_PUBKEY_get0_param(&object, nullptr, nullptr, nullptr, X509_get_X509_PUBKEY(certificate)) == 1)
        out.keyAlgorithm = algorithmName(OBJ_obj2nid(object), object);
}

void readSignature(X509* certificate, Certificate& out)
{
    const X509_ALGOR* algorithm = nullptr;
    X509_get0_signature(nullptr, &algorithm, certificate);
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    out.signatureAlgorithm = algorithmName(OBJ_obj2nid(object), object);

    int digest = NID_undef;
    X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr);    // looks into RSA-PSS parameters too
    out.signedWithMd5OrSha1 = digest == NID_md5 || digest == NID_sha1 || digest == NID_md5_sha1;
}

void readPurpose(const X509* certificate, Certificate& out)
{
    int found = -1;
    const UsagesPtr usages(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, &found, nullptr)));
    out.hasExtendedKeyUsage = found != -1;    // -1: the extension is not there
    if (!out.hasExtendedKeyUsage) return;
    const Owned<ASN1_OBJECT, ASN1_OBJECT_free> remoteDesktop(OBJ_txt2obj("1.3.6.1.4.1.311.54.1.2", 1));
    out.serverAuthentication = false;
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
        const ASN1_OBJECT* usage = sk_ASN1_OBJECT_value(usages.get(), i);
        const int nid = OBJ_obj2nid(usage);
        if (nid == NID_server_auth || nid == NID_anyExtendedKeyUsage || OBJ_cmp(usage, remoteDesktop.get()) == 0)
            out.serverAuthentication = true;
    }
}

std::string fingerprint(const X509* certificate, const EVP_MD* digest)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
    unsigned size = 0;
    if (X509_digest(certificate, digest, value.data(), &size) != 1) return {};
    return toHex(ByteView(value).first(size));
}

}    // namespace
}    // namespace x509

Result<Certificate> readCertificate(ByteView der)
{
    const x509::ErrorScope scope;
    if (der.size() > certificateLimit) return refusal("The certificate is larger than 64 KiB.");
    const auto certificate = x509::parse(der);
    if (!certificate) {
        const auto code = ERR_peek_last_error();
        if (code == 0) return refusal("There are bytes behind the end of the certificate.");
        const char* words = ERR_reason_error_string(code);
        return Error{.domain = Domain::Tls,
                     .code = static_cast<std::int64_t>(code),
                     .doing = "read the certificate",
                     .words = words != nullptr ? words : ""};
    }
    const auto* subject = X509_get_subject_name(certificate.get());
    const auto* issuer = X509_get_issuer_name(certificate.get());
    Certificate out{.subject = x509::nameText(subject),
                    .issuer = x509::nameText(issuer),
                    .commonName = x509::lastEntry(subject, NID_commonName),
                    .issuerCommonName = x509::lastEntry(issuer, NID_commonName),
                    .issuerOrganisation = x509::lastEntry(issuer, NID_organizationName),
                    .names = x509::alternativeNames(certificate.get()),
                    .notBefore = x509::timeOf(X509_get0_notBefore(certificate.get())),
                    .notAfter = x509::timeOf(X509_get0_notAfter(certificate.get()))};
    x509::readKey(certificate.get(), out);
    x509::readSignature(certificate.get(), out);
    x509::readPurpose(certificate.get(), out);
    out.selfSigned = X509_self_signed(certificate.get(), /*verify_signature=*/1) == 1;
    out.sha1 = x509::fingerprint(certificate.get(), EVP_sha1());
    out.sha256 = x509::fingerprint(certificate.get(), EVP_sha256());
    return out;
}

}    // namespace rdpmend

#include "core/x509/revocation.h"

#include <algorithm>
#include <array>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "core/x509/openssl.h"

namespace rdpmend {
namespace {

using x509::Owned;
using ListPtr = Owned<X509_CRL, X509_CRL_free>;
using PointsPtr = Owned<CRL_DIST_POINTS, CRL_DIST_POINTS_free>;
using PointPtr = Owned<ISSUING_DIST_POINT, ISSUING_DIST_POINT_free>;
using StringsPtr = Owned<STACK_OF(OPENSSL_STRING), X509_email_free>;
using ReasonPtr = Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;

constexpr std::size_t addressLimit = 4, addressLength = 2048;

ListPtr parseList(ByteView bytes)
{
    if (bytes.size() > revocationListLimit) return nullptr;
    const unsigned char* at = bytes.data();
    if (ListPtr list{d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size()))}) return list;
    const Owned<BIO, BIO_free_all> reader(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    return ListPtr(PEM_read_bio_X509_CRL(reader.get(), nullptr, nullptr, nullptr));
}

// A list for some certificates only (delta, attributes, one issuer's among many) cannot speak for all.
bool speaksForAll(X509_CRL* list)
{
    if (X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0) return false;
    const PointPtr point(
        static_cast<ISSUING_DIST_POINT*>(X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, nullptr, nullptr)));
    return !point || (point->onlyCA <= 0 && point->onlyattr <= 0 && point->indirectCRL <= 0 && !point->onlysomereasons);
}

bool signedBy(X509_CRL* list, ByteView issuer)
{
    const auto certificate = x509::parse(issuer);
    return certificate && X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(certificate.get())) == 0 &&
           X509_CRL_verify(list, X509_get0_pubkey(certificate.get())) == 1;
}

std::string reasonOf(const X509_REVOKED* entry)
{
    const ReasonPtr reason(
        static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
    // RFC 5280 5.3.1; 7 is not used, 8 "remove from CRL" belongs to delta lists.
    constexpr std::array<const char*, 7> words{"",
                                               "its key was compromised",
                                               "its issuer was compromised",
                                               "its owner changed",
                                               "it was superseded",
                                               "it is no longer needed",
                                               "it is on hold"};
    const auto number = reason ? ASN1_ENUMERATED_get(reason.get()) : 0;
    return number > 0 && number < static_cast<long>(words.size()) ? words[static_cast<std::size_t>(number)] : "";
}

}    // namespace

Result<ListAddresses> revocationAddresses(ByteView certificate)
{
    const x509::ErrorScope scope;
    const auto parsed = x509::parse(certificate);
    if (!parsed) return refusal("The certificate could not be read.");
    ListAddresses out;
    out.ocsp = StringsPtr(X509_get1_ocsp(parsed.get())) != nullptr;
    const PointsPtr points(
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(parsed.get(), NID_crl_distribution_points, nullptr, nullptr)));
    for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i) {
        const auto* name = sk_DIST_POINT_value(points.get(), i)->distpoint;
        if (!name || name->type != 0) continue;    // 1: a name relative to the issuer, of use in a directory only
        for (int j = 0; j < sk_GENERAL_NAME_num(name->name.fullname); ++j) {
            const auto* one = sk_GENERAL_NAME_value(name->name.fullname, j);
            if (one->type != GEN_URI) continue;
            const auto* text = one->d.uniformResourceIdentifier;
            auto url = toText({ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))});
            if (!startsWithIgnoringCase(url, "http://") || url.size() > addressLength)
                out.others = true;
            else if (out.http.size() < addressLimit)
                out.http.push_back(std::move(url));
        }
    }
    return out;
}

Result<RevocationVerdict> checkRevocation(ByteView certificate, ByteView list, std::span<const Bytes> issuers,
                                          std::chrono::system_clock::time_point now)
{
    const x509::ErrorScope scope;
    const auto leaf = x509::parse(certificate);
    if (!leaf) return refusal("The certificate could not be read.");
    const auto parsed = parseList(list);
    if (!parsed) return refusal("What came is no certificate revocation list.");

    RevocationVerdict verdict;
    const bool right =
        X509_NAME_cmp(X509_CRL_get_issuer(parsed.get()), X509_get_issuer_name(leaf.get())) == 0 &&
        speaksForAll(parsed.get()) &&
        std::ranges::any_of(issuers, [&parsed](const Bytes& issuer) { return signedBy(parsed.get(), issuer); });
    if (!right) return verdict;
    if (const auto* next = X509_CRL_get0_nextUpdate(parsed.get())) verdict.nextUpdate = x509::timeOf(next);
    if (verdict.nextUpdate != std::chrono::system_clock::time_point{} && verdict.nextUpdate < now) {
        verdict.revocation = Revocation::ListExpired;
        return verdict;
    }
    X509_REVOKED* entry = nullptr;
    verdict.revocation = Revocation::NotListed;
    if (X509_CRL_get0_by_cert(parsed.get(), &entry, leaf.get()) == 1) {
        verdict.revocation = Revocation::Revoked;
        verdict.revokedAt = x509::timeOf(X509_REVOKED_get0_revocationDate(entry));
        verdict.reason = reasonOf(entry);
    }
    return verdict;
}

}    // namespace rdpmend

#include "core/x509/certificate.h"

#include <gmock/gmock.h>
#include <openssl/err.h>

#include "tests/support/captures.h"
#include "tests/support/test_pki.h"

namespace rdpmend {
namespace {

using namespace std::chrono_literals;
using test::IssueOptions;
using test::TestPki;
using testing::ElementsAre;
using testing::HasSubstr;

Certificate read(ByteView der)
{
    auto certificate = readCertificate(der);
    EXPECT_TRUE(certificate) << (certificate ? "" : describe(certificate.error()));
    return certificate ? *certificate : Certificate{};
}

Certificate issued(const IssueOptions& options)
{
    return read(TestPki{}.issue(options).der);
}

constexpr auto noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h;

TEST(Certificate, TellsWhoItIsForAndHowLong)
{
    TestPki pki;
    const auto leaf = read(pki.issue({.commonName = "pc-17.example.com",
                                      .organisation = "Example",
                                      .dnsNames = {"pc-17.example.com", "*.example.net"},
                                      .addresses = {"192.0.2.17", "2001:db8::17"},
                                      .notBefore = noon,
                                      .notAfter = noon + 24h,
                                      .keyBits = 2048,
                                      .issuer = &pki.root()})
                               .der);
    EXPECT_EQ(leaf.subject, "CN=pc-17.example.com, O=Example");
    EXPECT_EQ(leaf.issuer, "CN=Test Root, O=rdpmend tests");
    EXPECT_EQ(leaf.commonName, "pc-17.example.com");
    EXPECT_EQ(leaf.issuerCommonName, "Test Root");
    EXPECT_EQ(leaf.issuerOrganisation, "rdpmend tests");
    EXPECT_THAT(leaf.names, ElementsAre("pc-17.example.com", "*.example.net", "192.0.2.17", "2001:db8::17"));
    EXPECT_EQ(leaf.notBefore, noon);
    EXPECT_EQ(leaf.notAfter, noon + 24h);
    EXPECT_EQ(leaf.keyAlgorithm, "RSA");
    EXPECT_EQ(leaf.keyBits, 2048);
    EXPECT_EQ(leaf.signatureAlgorithm, "ecdsa-with-SHA256");
    EXPECT_FALSE(leaf.signedWithMd5OrSha1);
    EXPECT_FALSE(leaf.selfSigned);
    EXPECT_TRUE(leaf.hasExtendedKeyUsage);
    EXPECT_TRUE(leaf.serverAuthentication);
    EXPECT_EQ(leaf.sha1.size(), 40U);
    EXPECT_EQ(leaf.sha256.size(), 64U);
}

TEST(Certificate, SelfSignedOnesAreToldApart)
{
    EXPECT_TRUE(issued({.commonName = "pc-17"}).selfSigned);
    TestPki pki;
    const auto sameName =
        pki.issue({.commonName = "Test Root", .organisation = "rdpmend tests", .issuer = &pki.root()});
    EXPECT_FALSE(read(sameName.der).selfSigned) << "only the names are alike";
}

TEST(Certificate, WeakSignaturesAreToldApart)
{
    EXPECT_TRUE(issued({.commonName = "x", .digest = "SHA1"}).signedWithMd5OrSha1);
    EXPECT_TRUE(issued({.commonName = "x", .keyBits = 1024, .digest = "MD5"}).signedWithMd5OrSha1);
    EXPECT_FALSE(issued({.commonName = "x", .digest = "SHA384"}).signedWithMd5OrSha1);
    EXPECT_TRUE(issued({.commonName = "x", .digest = "SHA1"}).signedWithMd5OrSha1);
}

TEST(Certificate, KeysOfEveryKindHaveAName)
{
    const auto rsa = issued({.commonName = "x", .keyBits = 1024});
    EXPECT_EQ(rsa.keyAlgorithm, "RSA");
    EXPECT_EQ(rsa.keyBits, 1024);
    EXPECT_EQ(rsa.signatureAlgorithm, "sha256WithRSAEncryption");
    const auto ec = issued({.commonName = "x"});
    EXPECT_EQ(ec.keyAlgorithm, "EC");
    EXPECT_EQ(ec.keyBits, 256);
    const auto edwards = issued({.commonName = "x", .keyAlgorithm = "ED25519"});
    EXPECT_EQ(edwards.keyAlgorithm, "ED25519");
    EXPECT_EQ(edwards.signatureAlgorithm, "ED25519");
    EXPECT_FALSE(edwards.signedWithMd5OrSha1);
}

TEST(Certificate, PurposeIsServerAuthenticationUnlessItSaysOtherwise)
{
    const auto none = issued({.commonName = "x", .extendedKeyUsage = ""});
    EXPECT_FALSE(none.hasExtendedKeyUsage);
    EXPECT_TRUE(none.serverAuthentication);
    EXPECT_FALSE(issued({.commonName = "x", .extendedKeyUsage = "clientAuth"}).serverAuthentication);
    EXPECT_TRUE(issued({.commonName = "x", .extendedKeyUsage = "clientAuth,serverAuth"}).serverAuthentication);
    EXPECT_TRUE(issued({.commonName = "x", .extendedKeyUsage = "anyExtendedKeyUsage"}).serverAuthentication);
    EXPECT_TRUE(issued({.commonName = "x", .extendedKeyUsage = "1.3.6.1.4.1.311.54.1.2"}).serverAuthentication)
        << "Remote Desktop Authentication";
}

TEST(Certificate, DatesBeyondTheClockAreItsEnds)
{
    // OpenSSL takes the year from us through system_clock, so the year 9999 is patched into the DER.
    auto der =
        TestPki{}.issue({.commonName = "x", .notAfter = std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}}).der;
    const auto year = toBytes("22000101");
    const auto found = std::ranges::search(der, year);
    ASSERT_FALSE(found.empty());
    std::ranges::copy(toBytes("99991231"), found.begin());
    const auto certificate = read(der);
    EXPECT_GT(certificate.notAfter, std::chrono::sys_days{std::chrono::year{2260} / 1 / 1});
    EXPECT_FALSE(certificate.selfSigned) << "the signature no longer fits";
}

TEST(Certificate, ForeignTextIsMadeFitToShow)
{
    const auto certificate = issued({.commonName = "pc\xE2\x80\xAE\x1B[31m\n17", .dnsNames = {"a\x1B[2Jb"}});
    EXPECT_EQ(certificate.commonName, "pc[31m 17");
    EXPECT_THAT(certificate.names, ElementsAre("a[2Jb"));
    EXPECT_EQ(certificate.subject.find('\x1B'), std::string::npos);
}

TEST(Certificate, NoMoreThanOneHundredNamesAreKept)
{
    IssueOptions options{.commonName = "x"};
    for (int i = 0; i < 150; ++i) options.dnsNames.push_back("n" + std::to_string(i) + ".example.com");
    EXPECT_EQ(issued(options).names.size(), 100U);
}

TEST(Certificate, WhatCannotBeReadIsRefused)
{
    const auto der = TestPki{}.issue({.commonName = "x"}).der;
    EXPECT_FALSE(readCertificate({}));
    EXPECT_FALSE(readCertificate(toBytes("not a certificate")));
    EXPECT_FALSE(readCertificate(ByteView(der).first(der.size() - 1)));
    auto longer = der;
    longer.push_back(0);
    EXPECT_THAT(describe(readCertificate(longer).error()), HasSubstr("behind the end"));
    EXPECT_THAT(describe(readCertificate(Bytes(certificateLimit + 1)).error()), HasSubstr("64 KiB"));
}

TEST(Certificate, FailuresLeaveNoTraceInTheLibrary)
{
    ERR_clear_error();
    ERR_raise(ERR_LIB_USER, 42);
    EXPECT_FALSE(readCertificate(toBytes("not a certificate")));
    EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 42);
    EXPECT_EQ(ERR_get_error(), 0U);
}

using CertificateCaptures = test::Captures;

TEST_F(CertificateCaptures, CertificatesThatWindowsMakesAreUnderstood)
{
    const auto certificate = read(capture("vectors/winrdp-selfsigned-from-ndpi-rdp.der"));
    EXPECT_EQ(certificate.commonName, "OFFICE-WIN10-VM");
    EXPECT_EQ(certificate.keyAlgorithm, "RSA");
    EXPECT_EQ(certificate.keyBits, 2048);
    EXPECT_EQ(certificate.signatureAlgorithm, "sha256WithRSAEncryption");
    EXPECT_TRUE(certificate.selfSigned);
    EXPECT_TRUE(certificate.serverAuthentication);
    EXPECT_TRUE(certificate.names.empty());
    EXPECT_EQ(std::chrono::floor<std::chrono::days>(certificate.notBefore),
              std::chrono::sys_days{std::chrono::year{2019} / 3 / 19});
    EXPECT_TRUE(nameMatches(certificate, "office-win10-vm"));

    EXPECT_TRUE(read(capture("vectors/winrdp-selfsigned-from-zeek-rdp-to-ssl.der")).signedWithMd5OrSha1);
    EXPECT_EQ(read(capture("vectors/winrdp-selfsigned-from-ndpi-rdp_over_tls.der")).commonName, "topsalon");
}

TEST_F(CertificateCaptures, CertificatesThatWindowsMakesAreSelfSignedChains)
{
    const std::vector<Bytes> chain{capture("vectors/winrdp-selfsigned-from-ndpi-rdp.der")};
    EXPECT_EQ(verifyChain(chain, {}).trust, Trust::SelfSigned);
    EXPECT_EQ(verifyChain(chain, chain).trust, Trust::Trusted);
}

}    // namespace
}    // namespace rdpmend

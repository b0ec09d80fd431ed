#include <cstdlib>
#include <filesystem>
#include <fstream>

#ifdef _WIN32
#include <windows.h>

#include <wincrypt.h>
#endif

#include <gmock/gmock.h>
#include <openssl/x509.h>

#include "core/x509/certificate.h"
#include "tests/support/captures.h"
#include "tests/support/test_pki.h"

namespace rdpmend {
namespace {

using test::Issued;
using test::IssueOptions;
using test::TestPki;
using testing::HasSubstr;
using Ders = std::vector<Bytes>;

class Chain : public testing::Test {
protected:
    // An authority under the root that may sign, unless `keyUsage` or `authority` say otherwise.
    Issued intermediate(const std::string& keyUsage = "keyCertSign", bool authority = true)
    {
        return m_pki.issue({.commonName = "Test Intermediate",
                            .keyUsage = keyUsage,
                            .extendedKeyUsage = "",
                            .authority = authority,
                            .issuer = &m_pki.root()});
    }
    Issued leafOf(const Issued& issuer) { return m_pki.issue({.commonName = "pc-17", .issuer = &issuer}); }

    TestPki m_pki;
};

TEST_F(Chain, EndingInAnExtraAnchorIsTrusted)
{
    const auto middle = intermediate();
    const auto leaf = leafOf(middle);
    const auto verdict = verifyChain(Ders{leaf.der, middle.der}, Ders{m_pki.root().der});
    EXPECT_EQ(verdict.trust, Trust::Trusted) << verdict.detail;
    EXPECT_EQ(verdict.root, "CN=Test Root, O=rdpmend tests");
}

TEST_F(Chain, SentOutOfOrderAndWithStrangersIsTrusted)
{
    const auto middle = intermediate();
    const auto stranger = m_pki.issue({.commonName = "stranger"});
    const auto leaf = leafOf(middle);
    const Ders chain{leaf.der, stranger.der, m_pki.root().der, toBytes("rubbish"), middle.der};
    EXPECT_EQ(verifyChain(chain, Ders{m_pki.root().der}).trust, Trust::Trusted);
}

TEST_F(Chain, WithoutItsRootIsFromAnUnknownIssuer)
{
    const auto middle = intermediate();
    const auto leaf = leafOf(middle);
    EXPECT_EQ(verifyChain(Ders{leaf.der}, {}).trust, Trust::UnknownIssuer);
    const auto verdict = verifyChain(Ders{leaf.der, middle.der}, {});
    EXPECT_EQ(verdict.trust, Trust::UnknownIssuer);
    EXPECT_EQ(verdict.root, "CN=Test Intermediate") << "as far as it could be built";
    EXPECT_FALSE(verdict.detail.empty());
    EXPECT_EQ(verifyChain(Ders{leaf.der, middle.der, m_pki.root().der}, {}).trust, Trust::UnknownIssuer)
        << "a root that came along is not trusted for that";
}

TEST_F(Chain, WithoutItsIntermediateIsFromAnUnknownIssuer)
{
    EXPECT_EQ(verifyChain(Ders{leafOf(intermediate()).der}, Ders{m_pki.root().der}).trust, Trust::UnknownIssuer);
}

TEST_F(Chain, OfOneThatSignedItselfIsSelfSigned)
{
    const auto alone = m_pki.issue({.commonName = "pc-17"});
    EXPECT_EQ(verifyChain(Ders{alone.der}, {}).trust, Trust::SelfSigned);
    EXPECT_EQ(verifyChain(Ders{alone.der}, Ders{alone.der}).trust, Trust::Trusted);
    EXPECT_EQ(verifyChain(Ders{alone.der}, Ders{m_pki.root().der}).trust, Trust::SelfSigned);
}

TEST_F(Chain, WithAChangedLeafIsBroken)
{
    const auto middle = intermediate();
    auto leaf = leafOf(middle).der;
    leaf.back() ^= 1U;    // in the signature
    for (const auto& anchors : {Ders{}, Ders{m_pki.root().der}}) {
        const auto verdict = verifyChain(Ders{leaf, middle.der}, anchors);
        EXPECT_EQ(verdict.trust, Trust::BrokenChain);
        EXPECT_THAT(verdict.detail, HasSubstr("signature"));
    }
}

TEST_F(Chain, OfAChangedSelfSignedCertificateIsNotSelfSigned)
{
    auto alone = m_pki.issue({.commonName = "pc-17"}).der;
    alone.back() ^= 1U;
    EXPECT_NE(verifyChain(Ders{alone}, {}).trust, Trust::SelfSigned);
    EXPECT_NE(verifyChain(Ders{alone}, {}).trust, Trust::Trusted);
}

TEST_F(Chain, WithAnIssuerThatMayNotSignIsBroken)
{
    const auto notAnAuthority = intermediate("", /*authority=*/false);
    EXPECT_EQ(verifyChain(Ders{leafOf(notAnAuthority).der, notAnAuthority.der}, Ders{m_pki.root().der}).trust,
              Trust::BrokenChain);
    const auto mayNotSign = intermediate("digitalSignature");
    const auto verdict = verifyChain(Ders{leafOf(mayNotSign).der, mayNotSign.der}, Ders{m_pki.root().der});
    EXPECT_EQ(verdict.trust, Trust::BrokenChain);
    EXPECT_THAT(verdict.detail, HasSubstr("CA certificate"));
}

TEST_F(Chain, WithAnotherIssuerOfTheSameNameIsBroken)
{
    const auto leaf = leafOf(intermediate());
    const auto other = intermediate();    // its own key
    EXPECT_EQ(verifyChain(Ders{leaf.der, other.der}, Ders{m_pki.root().der}).trust, Trust::BrokenChain);
}

TEST_F(Chain, IsNotJudgedByTimePurposeOrStrength)
{
    const auto now = std::chrono::system_clock::now();
    const auto weak = m_pki.issue({.commonName = "pc-17",
                                   .notBefore = now - std::chrono::hours(48),
                                   .notAfter = now - std::chrono::hours(24),
                                   .keyBits = 1024,
                                   .digest = "SHA1",
                                   .extendedKeyUsage = "clientAuth",
                                   .issuer = &m_pki.root()});
    const auto verdict = verifyChain(Ders{weak.der}, Ders{m_pki.root().der});
    EXPECT_EQ(verdict.trust, Trust::Trusted) << verdict.detail;
}

TEST_F(Chain, ThatIsEmptyOrUnreadableIsSaidSo)
{
    EXPECT_EQ(verifyChain({}, {}).trust, Trust::UnknownIssuer);
    EXPECT_EQ(verifyChain(Ders{toBytes("rubbish")}, {}).trust, Trust::BrokenChain);
}

#ifndef _WIN32    // there the roots are in the registry, and no variable names them
TEST_F(Chain, OfTheEnvironmentsChoosingIsNotTrusted)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "rdpmend_anchors";
    std::filesystem::create_directories(folder);
    const auto file = (folder / "root.pem").string();
    std::ofstream(file) << m_pki.root().certificatePem;
    ASSERT_EQ(setenv("SSL_CERT_FILE", file.c_str(), 1), 0);
    ASSERT_EQ(setenv("SSL_CERT_DIR", folder.c_str(), 1), 0);
    EXPECT_EQ(verifyChain(Ders{leafOf(m_pki.root()).der}, {}).trust, Trust::UnknownIssuer);
    unsetenv("SSL_CERT_FILE");
    unsetenv("SSL_CERT_DIR");
    std::filesystem::remove_all(folder);
}
#endif

// Empty: this system has none.
std::vector<Bytes> aRootOfTheSystem()
{
    std::vector<Bytes> found;
#ifdef _WIN32
    const HCERTSTORE roots = CertOpenSystemStoreW(0, L"ROOT");
    if (const PCCERT_CONTEXT root = CertEnumCertificatesInStore(roots, nullptr)) {
        found.emplace_back(root->pbCertEncoded, root->pbCertEncoded + root->cbCertEncoded);
        CertFreeCertificateContext(root);
    }
    CertCloseStore(roots, 0);
#else
    const std::filesystem::path folder = X509_get_default_cert_dir();
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
        if (entry.path().extension() != ".pem") continue;
        const auto anchors = readAnchors(test::readBytes(entry.path()));
        EXPECT_TRUE(anchors) << entry.path();
        if (anchors) found = *anchors;
        break;
    }
#endif
    return found;
}

TEST_F(Chain, OfTheSystemsRootsIsTrusted)
{
    const auto root = aRootOfTheSystem();
    if (root.empty()) GTEST_SKIP() << "this system has no roots";
    EXPECT_EQ(verifyChain(root, {}).trust, Trust::Trusted);
}

TEST(Anchors, AreReadFromDerAndPem)
{
    TestPki pki;
    const auto other = pki.issue({.commonName = "Other", .authority = true});
    EXPECT_EQ(*readAnchors(other.der), Ders{other.der});
    EXPECT_EQ(*readAnchors(
                  toBytes("words before\n" + other.certificatePem + "\n" + other.keyPem + pki.root().certificatePem)),
              (Ders{other.der, pki.root().der}));
}

TEST(Anchors, ThatAreNoneAreRefused)
{
    const auto pem = TestPki{}.issue({.commonName = "x"}).certificatePem;
    const auto refused = [](std::string_view content) {
        const auto anchors = readAnchors(toBytes(content));
        return anchors ? std::string("accepted") : describe(anchors.error());
    };
    EXPECT_THAT(refused(""), HasSubstr("no certificate"));
    EXPECT_THAT(refused("hello"), HasSubstr("no certificate"));
    EXPECT_THAT(refused("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), HasSubstr("no certificate"));
    EXPECT_THAT(refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(pem + pem.substr(0, pem.size() / 2)), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(std::string(1024 * 1024 + 1, 'x')), HasSubstr("1 MiB"));
}

TEST(Anchors, ThatAreEncryptedAskForNoPassword)
{
    const auto anchors = readAnchors(toBytes(
        "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F"
        "\n\nAAAA\n-----END CERTIFICATE-----\n"));
    EXPECT_FALSE(anchors);
}

}    // namespace
}    // namespace rdpmend

// What a revocation list says of a certificate, and what it cannot say.
#include "core/x509/revocation.h"

#include <gtest/gtest.h>

#include "tests/support/test_pki.h"

namespace rdpmend::test {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

class RevocationList : public testing::Test {
protected:
    Issued leaf(std::vector<std::string> addresses = {})
    {
        return m_pki.issue({.commonName = "gw", .listAddresses = std::move(addresses), .issuer = &m_pki.root()});
    }
    Revocation judge(const Issued& certificate, const Bytes& list)
    {
        const std::vector<Bytes> issuers{m_pki.root().der};
        const auto verdict = checkRevocation(certificate.der, list, issuers, system_clock::now());
        if (!verdict) throw std::runtime_error(describe(verdict.error()));
        return verdict->revocation;
    }
    TestPki m_pki;
};

TEST_F(RevocationList, SaysWhichCertificatesWereTakenBackAndWhy)
{
    const auto good = leaf(), bad = leaf();
    const auto list = m_pki.revocationList(m_pki.root(), {bad});
    EXPECT_EQ(judge(good, list), Revocation::NotListed);
    EXPECT_EQ(judge(bad, list), Revocation::Revoked);
    const std::vector<Bytes> issuers{m_pki.root().der};
    EXPECT_EQ(checkRevocation(bad.der, list, issuers, system_clock::now())->reason, "its key was compromised");
}

TEST_F(RevocationList, OldOneSaysNothing)
{
    const auto certificate = leaf();
    EXPECT_EQ(judge(certificate, m_pki.revocationList(m_pki.root(), {certificate}, system_clock::now() - hours(1))),
              Revocation::ListExpired);
}

TEST_F(RevocationList, OneOfSomebodyElseSaysNothing)
{
    const auto impostor = m_pki.issue({.commonName = "Test Root",
                                       .organisation = "rdpmend tests",
                                       .keyUsage = "keyCertSign,cRLSign",
                                       .extendedKeyUsage = "",
                                       .authority = true});
    const auto certificate = leaf();
    EXPECT_EQ(judge(certificate, m_pki.revocationList(impostor, {certificate})), Revocation::NotItsList);
    const auto stranger = m_pki.issue({.commonName = "Other", .keyUsage = "cRLSign", .authority = true});
    EXPECT_EQ(judge(certificate, m_pki.revocationList(stranger, {certificate})), Revocation::NotItsList);
}

TEST_F(RevocationList, GarbageIsRefused)
{
    const auto certificate = leaf();
    auto cut = m_pki.revocationList(m_pki.root(), {});
    cut.resize(cut.size() / 2);
    for (const auto& bytes : {Bytes{}, Bytes(300, 0x30), toBytes("<html>Sign in first</html>"), cut})
        EXPECT_FALSE(checkRevocation(certificate.der, bytes, {}, system_clock::now()));
    EXPECT_FALSE(checkRevocation(Bytes(9, 1), m_pki.revocationList(m_pki.root(), {}), {}, system_clock::now()));
}

TEST_F(RevocationList, OnlyPlainHttpAddressesAreFollowed)
{
    const auto addresses = revocationAddresses(
        leaf({"ldap://dc/cn=ca", "file:////server/share/x.crl", "\\\\server\\share\\x.crl", "https://a/x.crl"}).der);
    ASSERT_TRUE(addresses) << describe(addresses.error());
    EXPECT_TRUE(addresses->http.empty());
    EXPECT_TRUE(addresses->others);
    const auto one = revocationAddresses(leaf({"ldap://dc/cn=ca", "HTTP://ca.example.org/x.crl"}).der);
    EXPECT_EQ(one->http, std::vector<std::string>{"HTTP://ca.example.org/x.crl"});
    EXPECT_FALSE(one->ocsp);
    const auto asked = m_pki.issue({.commonName = "gw", .ocspAddress = "http://ocsp.example.org"});
    EXPECT_TRUE(revocationAddresses(asked.der)->ocsp);
    EXPECT_FALSE(revocationAddresses(Bytes(9, 1)));
}

}    // namespace
}    // namespace rdpmend::test

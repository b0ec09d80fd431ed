#include <gtest/gtest.h>

#include "core/windows/chain.h"
#include "tests/core/windows/planted_certificate.h"
#include "tests/support/test_pki.h"

namespace rdpmend::windows {
namespace {

std::uint32_t bits(HRESULT code)
{
    return static_cast<std::uint32_t>(code);
}

class ChainTest : public testing::Test {
protected:
    ChainJudgement judge(const std::vector<Bytes>& chain, std::string_view name)
    {
        const auto judgement = judgeChain(chain, name);
        EXPECT_TRUE(judgement) << describe(judgement.error());
        return judgement ? *judgement : ChainJudgement{};
    }

    test::TestPki m_pki;
    const test::Issued& m_root = m_pki.root();
    test::Issued m_middle = m_pki.issue({.commonName = "rdpmend-test intermediate",
                                         .keyUsage = "keyCertSign",
                                         .extendedKeyUsage = "",
                                         .authority = true,
                                         .issuer = &m_root});
    test::Issued m_leaf = m_pki.issue({.commonName = "pc-17", .dnsNames = {"pc-17.example.com"}, .issuer = &m_middle});
};

TEST_F(ChainTest, ARootThatThisPcDoesNotTrust)
{
    const auto judgement = judge({m_leaf.der, m_middle.der, m_root.der}, "pc-17.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_IS_UNTRUSTED_ROOT);
    EXPECT_EQ(judgement.policy, bits(CERT_E_UNTRUSTEDROOT));
    EXPECT_EQ(judgement.chain, (std::vector<Bytes>{m_leaf.der, m_middle.der, m_root.der}));
}

TEST_F(ChainTest, ATrustedRootAndTheRightName)
{
    const PlantedCertificate planted(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT", m_root.der);
    const auto judgement = judge({m_leaf.der, m_middle.der}, "pc-17.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_NO_ERROR);
    EXPECT_EQ(judgement.policy, 0U);
    EXPECT_EQ(judgement.chain, (std::vector<Bytes>{m_leaf.der, m_middle.der, m_root.der}))
        << "the engine adds the root that it found";
}

TEST_F(ChainTest, ATrustedRootAndAnotherName)
{
    const PlantedCertificate planted(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT", m_root.der);
    const auto judgement = judge({m_leaf.der, m_middle.der}, "pc-18.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_NO_ERROR);
    EXPECT_EQ(judgement.policy, bits(CERT_E_CN_NO_MATCH));
    EXPECT_EQ(judge({m_leaf.der, m_middle.der}, "").policy, 0U) << "any name";
}

TEST_F(ChainTest, AMissingIntermediateIsNotFetched)
{
    const PlantedCertificate planted(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT", m_root.der);
    const auto judgement = judge({m_leaf.der}, "pc-17.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_IS_PARTIAL_CHAIN);
    EXPECT_EQ(judgement.chain, std::vector<Bytes>{m_leaf.der});
}

TEST_F(ChainTest, OneThatIsOver)
{
    const auto now = std::chrono::system_clock::now();
    const PlantedCertificate planted(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT", m_root.der);
    const auto old = m_pki.issue({.commonName = "pc-17",
                                  .dnsNames = {"pc-17.example.com"},
                                  .notBefore = now - std::chrono::hours(48),
                                  .notAfter = now - std::chrono::hours(24),
                                  .issuer = &m_root});
    const auto judgement = judge({old.der}, "pc-17.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_IS_NOT_TIME_VALID);
    EXPECT_EQ(judgement.policy, bits(CERT_E_EXPIRED));
}

TEST_F(ChainTest, OneThatIsForAnotherPurpose)
{
    const PlantedCertificate planted(CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT", m_root.der);
    const auto mail = m_pki.issue({.commonName = "pc-17",
                                   .dnsNames = {"pc-17.example.com"},
                                   .extendedKeyUsage = "emailProtection",
                                   .issuer = &m_root});
    const auto judgement = judge({mail.der}, "pc-17.example.com");
    EXPECT_EQ(judgement.trust, CERT_TRUST_IS_NOT_VALID_FOR_USAGE);
    EXPECT_EQ(judgement.policy, bits(CERT_E_WRONG_USAGE));
}

TEST_F(ChainTest, WhatIsNoChainIsAnError)
{
    EXPECT_FALSE(judgeChain({}, "pc-17"));
    EXPECT_FALSE(judgeChain(std::vector<Bytes>(33, m_leaf.der), "pc-17"));
    const auto broken = judgeChain({Bytes{0x30, 0x01}}, "pc-17");
    ASSERT_FALSE(broken);
    EXPECT_NE(broken.error().code, 0) << describe(broken.error());
    EXPECT_FALSE(judgeChain({m_leaf.der, Bytes{1, 2, 3}}, "pc-17"));
    EXPECT_FALSE(judgeChain({m_leaf.der}, std::string("pc\0-17", 6)));
}

}    // namespace
}    // namespace rdpmend::windows

#include "core/x509/certificate.h"
#include "tests/core/machine/contract.h"
#include "tests/support/test_pki.h"

namespace rdpmend {
namespace {

using CertificatesContract = test::Contract;

constexpr auto owners = {StoreOwner::CurrentUser, StoreOwner::LocalMachine};
constexpr auto stores = {StoreName::Personal, StoreName::Root, StoreName::Intermediate, StoreName::RemoteDesktop};

Bytes selfSigned()
{
    return test::TestPki().issue({.commonName = "pc-17.example.org", .dnsNames = {"pc-17.example.org"}}).der;
}

TEST_P(CertificatesContract, EveryStoreIsToldAndItsCertificatesCanBeRead)
{
    for (const auto owner : owners)
        for (const auto store : stores) {
            const auto stored = m_machine->certificates(owner, store);
            ASSERT_TRUE(stored) << test::told(stored);
            std::size_t unreadable = 0;
            for (const auto& one : *stored) unreadable += readCertificate(one.der) ? 0 : 1;
            EXPECT_EQ(unreadable, 0U) << static_cast<int>(store);
        }
}

TEST_P(CertificatesContract, RootsHaveNoPrivateKeys)
{
    const auto stored = m_machine->certificates(StoreOwner::LocalMachine, StoreName::Root);
    ASSERT_TRUE(stored) << test::told(stored);
    for (const auto& one : *stored) EXPECT_FALSE(one.key);
}

TEST_P(CertificatesContract, JudgesAnUnknownSelfSignedCertificateUntrusted)
{
    const auto identity = selfSigned();
    const auto judgement = m_machine->judgeChain({identity}, "pc-17.example.org");
    ASSERT_TRUE(judgement) << test::told(judgement);
    constexpr std::uint32_t untrustedRoot = 0x20;    // CERT_TRUST_IS_UNTRUSTED_ROOT
    EXPECT_EQ(judgement->trust & untrustedRoot, untrustedRoot);
    EXPECT_EQ(judgement->policy, 0x800B0109U);    // CERT_E_UNTRUSTEDROOT
    ASSERT_FALSE(judgement->chain.empty());
    EXPECT_EQ(judgement->chain.front(), identity);
}

TEST_P(CertificatesContract, RefusesToJudgeWhatIsNoChain)
{
    EXPECT_FALSE(m_machine->judgeChain({}, "pc-17"));
    EXPECT_FALSE(m_machine->judgeChain({Bytes{}}, "pc-17"));
    EXPECT_FALSE(m_machine->judgeChain({Bytes(100'000, 0x30)}, "pc-17"));
    EXPECT_FALSE(m_machine->judgeChain({toBytes("no certificate")}, "pc-17"));
}

TEST_P(CertificatesContract, HostileNamesDoNotMatch)
{
    const auto identity = selfSigned();
    for (const auto& name : test::hostileNames()) {
        const auto judgement = m_machine->judgeChain({identity}, name);
        EXPECT_TRUE(!judgement || judgement->policy != 0) << sanitise(name);
    }
}

TEST_P(CertificatesContract, AnswersSeveralThreads)
{
    sameFromSeveralThreads(
        [this] { return m_machine->certificates(StoreOwner::LocalMachine, StoreName::RemoteDesktop); });
}

RDPMEND_CONTRACT_OF(CertificatesContract);

}    // namespace
}    // namespace rdpmend

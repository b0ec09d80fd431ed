// The certificate an endpoint shows, judged: each fault is found, and its near miss is not.
#include <gtest/gtest.h>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "core/x509/certificate.h"
#include "tests/support/case.h"
#include "tests/support/test_pki.h"

namespace rdpmend::test {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

constexpr hours day{24};

class Certificates : public testing::Test {
protected:
    IssueOptions good() { return {.commonName = "pc-17", .dnsNames = {"pc-17"}, .issuer = &m_pki.root()}; }
    Diagnosis judge(const Issued& leaf, Target target = host(), const MachineView* machine = nullptr)
    {
        target.trustAnchors.push_back(m_pki.root().der);
        ScriptedNet net;
        const auto answer =
            target.gateway ? toBytes("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")
                           : confirmSelecting(protocol::protocolHybrid);
        ConnectionScript script{.replies = {answer}, .tls = completeTls({leaf.der, m_pki.root().der})};
        if (!target.gateway) script.replies.push_back(challengeReply(system_clock::now()));
        net.connections = {script};
        return machine ? diagnose(net, target, *machine) : diagnose(net, target);
    }
    TestPki m_pki;
};

TEST_F(Certificates, GoodOneIsHealthyWithoutAnyCause)
{
    const auto diagnosis = judge(m_pki.issue(good()));
    EXPECT_EQ(diagnosis.overall, Overall::Healthy);
    EXPECT_EQ(topCause(diagnosis), "");
}

TEST_F(Certificates, ExpiredOneIsTheHostsToRenew)
{
    auto options = good();
    options.notBefore = system_clock::now() - 200 * day;
    options.notAfter = system_clock::now() - 1 * day;
    const auto diagnosis = judge(m_pki.issue(options));
    EXPECT_EQ(topCause(diagnosis), "certificates.expired");
    EXPECT_EQ(diagnosis.overall, Overall::Problem);
    options.notAfter = system_clock::now() + hours(1);
    EXPECT_EQ(judge(m_pki.issue(options)).overall, Overall::Healthy);
}

TEST_F(Certificates, FutureOneIsNotYetValid)
{
    auto options = good();
    options.notBefore = system_clock::now() + 30 * day;
    EXPECT_EQ(topCause(judge(m_pki.issue(options))), "certificates.not_yet_valid");
}

TEST_F(Certificates, WrongClockOfThisPcComesBeforeTheCertificate)
{
    auto pc = SimulatedMachine::fromJson(R"({"clock_offset_seconds": -94608000})");
    ASSERT_TRUE(pc) << describe(pc.error());
    const auto diagnosis = judge(m_pki.issue(good()), host(), pc->get());
    EXPECT_TRUE(found(diagnosis, "certificates.not_yet_valid"));
    EXPECT_EQ(topCause(diagnosis), "certificates.clock_wrong");
    EXPECT_EQ(diagnosis.top()->side, Side::ThisPc);
}

TEST_F(Certificates, AnotherNameOnlyWarnsAtAHostAndBlocksAtAGateway)
{
    auto options = good();
    options.commonName = "other";
    options.dnsNames = {"other.example.com"};
    const auto leaf = m_pki.issue(options);
    const auto atHost = judge(leaf);
    EXPECT_EQ(topCause(atHost), "certificates.name_mismatch");
    EXPECT_EQ(atHost.overall, Overall::Healthy);
    EXPECT_EQ(judge(leaf, gateway()).overall, Overall::Problem);
}

TEST_F(Certificates, SelfSignedIsEverydayAtAHostAndBlocksAtAGateway)
{
    auto options = good();
    options.issuer = nullptr;
    const auto leaf = m_pki.issue(options);
    const auto atHost = judge(leaf);
    EXPECT_TRUE(found(atHost, "certificates.self_signed"));
    EXPECT_EQ(atHost.overall, Overall::Healthy);
    options.commonName = "gw.example.com";
    options.dnsNames = {"gw.example.com"};
    EXPECT_EQ(topCause(judge(m_pki.issue(options), gateway())), "certificates.untrusted_issuer");
}

TEST_F(Certificates, InspectionIsKnownByTheIssuerAndNotByTheHostsOwnName)
{
    const auto inspection = m_pki.issue({.commonName = "Contoso TLS Inspection CA",
                                         .organisation = "Contoso Web Filter",
                                         .keyUsage = "keyCertSign,cRLSign",
                                         .authority = true});
    auto options = good();
    options.issuer = &inspection;
    EXPECT_EQ(topCause(judge(m_pki.issue(options))), "certificates.intercepted");

    auto alone = good();
    alone.issuer = nullptr;
    alone.commonName = "inspection-pc";    // a self-signed host that happens to be called so
    EXPECT_FALSE(found(judge(m_pki.issue(alone)), "certificates.intercepted"));
}

TEST_F(Certificates, WeakKeyAndWeakSignatureAreTold)
{
    auto options = good();
    options.keyBits = 1024;
    EXPECT_TRUE(found(judge(m_pki.issue(options)), "certificates.weak_key"));
    options.keyBits = 2048;
    EXPECT_FALSE(found(judge(m_pki.issue(options)), "certificates.weak_key"));
    options.digest = "SHA1";
    EXPECT_EQ(topCause(judge(m_pki.issue(options))), "certificates.weak");
}

TEST_F(Certificates, ForClientsOnlyIsTheWrongPurpose)
{
    auto options = good();
    options.extendedKeyUsage = "clientAuth";
    EXPECT_EQ(topCause(judge(m_pki.issue(options))), "certificates.wrong_purpose");
    options.extendedKeyUsage = "clientAuth,serverAuth";
    EXPECT_EQ(judge(m_pki.issue(options)).overall, Overall::Healthy);
    options.extendedKeyUsage = "";
    EXPECT_EQ(judge(m_pki.issue(options)).overall, Overall::Healthy);
}

TEST_F(Certificates, RememberedHashIsComparedWithTheLiveOne)
{
    const auto leaf = m_pki.issue(good());
    const auto pcRemembering = [](const std::string& hash) {
        return SimulatedMachine::fromJson(
            R"({"registry": {"HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\pc-17": {"CertHash": {"binary": ")" +
            hash + "\"}}}}");
    };
    auto stale = pcRemembering(std::string(40, 'a'));
    ASSERT_TRUE(stale) << describe(stale.error());
    EXPECT_EQ(topCause(judge(leaf, host(), stale->get())), "certificates.remembered_changed");
    auto reported = host();
    reported.reported = ReportedError{.reason = 0x907};
    EXPECT_EQ(judge(leaf, reported, stale->get()).overall, Overall::Problem);
    EXPECT_EQ(judge(leaf, host(), stale->get()).overall, Overall::Healthy) << "it only brings a question back";
    auto live = pcRemembering(readCertificate(leaf.der)->sha1);
    ASSERT_TRUE(live) << describe(live.error());
    EXPECT_EQ(topCause(judge(leaf, host(), live->get())), "");
}

TEST_F(Certificates, GarbageInsteadOfACertificateIsNeverHealthy)
{
    const auto diagnosis = judge({.der = Bytes(200, 0x30)});
    EXPECT_EQ(diagnosis.outcomes.at("certificates.validity").verdict, Verdict::Inconclusive);
    EXPECT_EQ(diagnosis.outcomes.at("certificates.purpose").verdict, Verdict::Inconclusive);
}

}    // namespace
}    // namespace rdpmend::test

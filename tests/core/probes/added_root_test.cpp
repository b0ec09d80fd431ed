// An issuer that somebody added to this PC is a note, and no proof of anything.
#include <gtest/gtest.h>

#include "core/protocol/x224.h"
#include "core/simulated/simulated_machine.h"
#include "core/x509/certificate.h"
#include "tests/support/case.h"
#include "tests/support/test_pki.h"

namespace rdpmend::test {
namespace {

class AddedRoot : public testing::Test {
protected:
    Diagnosis judge(const std::string& pc)
    {
        auto machine = SimulatedMachine::fromJson(pc);
        if (!machine) throw std::runtime_error(describe(machine.error()));
        const auto leaf = m_pki.issue({.commonName = "pc-17", .dnsNames = {"pc-17"}, .issuer = &m_pki.root()});
        ScriptedNet net;
        net.connections = {
            {.replies = {confirmSelecting(protocol::protocolHybrid), challengeReply(std::chrono::system_clock::now())},
             .tls = completeTls({leaf.der, m_pki.root().der})}};
        auto target = host();
        target.trustAnchors.push_back(m_pki.root().der);
        return diagnose(net, target, **machine);
    }
    std::string store(const Issued& root, const std::string& owner = "LocalMachine")
    {
        return R"("certificates": {")" + owner + R"(\\Root": [{"der": ")" + toHex(root.der) + "\"}]}";
    }
    TestPki m_pki;
};

TEST_F(AddedRoot, IsToldAndAccusesNobody)
{
    for (const auto* owner : {"LocalMachine", "CurrentUser"}) {
        const auto diagnosis = judge('{' + store(m_pki.root(), owner) + '}');
        EXPECT_TRUE(found(diagnosis, "certificates.issuer_added_here")) << owner;
        EXPECT_EQ(diagnosis.overall, Overall::Healthy);
        EXPECT_EQ(topCause(diagnosis), "");
    }
}

TEST_F(AddedRoot, OfMicrosoftsListIsNone)
{
    const auto root = readCertificate(m_pki.root().der);
    ASSERT_TRUE(root) << describe(root.error());
    EXPECT_FALSE(
        found(judge('{' + store(m_pki.root()) +
                    R"(, "registry": {"HKLM64\\SOFTWARE\\Microsoft\\SystemCertificates\\AuthRoot\\Certificates\\)" +
                    root->sha1 + R"(": {}}})"),
              "certificates.issuer_added_here"));
}

TEST_F(AddedRoot, OfTheSameNameWithAnotherKeyDidNotSign)
{
    TestPki other;
    EXPECT_FALSE(found(judge('{' + store(other.root()) + '}'), "certificates.issuer_added_here"));
}

TEST_F(AddedRoot, CannotBeToldWhenTheStoreCannotBeRead)
{
    const auto diagnosis = judge(R"({"cannot_look": {"certificates": {"domain": "win32", "code": 5}}})");
    const auto& outcome = diagnosis.outcomes.at("certificates.interception");
    EXPECT_TRUE(outcome.value("issuer.added_here").starts_with("could not be told"))
        << outcome.value("issuer.added_here");
}

}    // namespace
}    // namespace rdpmend::test
